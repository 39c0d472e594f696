import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readSamples } from '../../src/preflight/sample.js';
import { project } from '../support/project.js';

const sampled = async (text: Uint8Array) => {
  const packed = gzipSync(text);
  const at = await project({ 'a.csv.gz': packed });
  return readSamples({ path: at.path('a.csv.gz'), name: 'a.csv.gz', bytes: packed.length, modified: '' });
};

test('few packed bytes that make very many are looked at by their start', async () => {
  const line = 'a;1,5\n';
  const { head, others } = await sampled(Buffer.alloc(100_000_002, line));
  expect(Buffer.from(head.subarray(0, 12)).toString()).toBe(line + line);
  expect(head.length).toBeLessThan(10_000_000);
  expect(others).not.toEqual([]);
});

test('a small packed file is looked at as a whole', async () => {
  const { head, others } = await sampled(Buffer.from('a;b\n1;2\n'));
  expect(Buffer.from(head).toString()).toBe('a;b\n1;2\n');
  expect(others).toEqual([]);
});
