import { expect, test } from 'vitest';
import { scannerOf } from '../../src/app/service/scanner.js';

const signal = new AbortController().signal;

async function* bytes(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('id\n1\n');
}

test('a configuration that says nothing of a scanner lets nothing pass', async () => {
  expect(await scannerOf(undefined).scan(bytes(), signal)).toMatchObject({ kind: 'unscanned' });
});

test('only `none` in so many words passes unscanned, and says so', async () => {
  expect(await scannerOf({ kind: 'none' }).scan(bytes(), signal)).toEqual({
    kind: 'clean',
    by: 'no scanner',
  });
});

test('a clamd that is not there lets nothing pass', async () => {
  const scanner = scannerOf({ kind: 'clamd', address: { socket: '/nowhere' }, timeout: 1000 });
  expect(scanner.name).toBe('clamd at unix:/nowhere');
  expect(await scanner.scan(bytes(), signal)).toMatchObject({ kind: 'unscanned' });
});
