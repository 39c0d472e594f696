import { expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { collector } from './collector.js';
import { delays } from './pipeline.js';

/** Runs with a collector at an address; gives what is said of it. */
const warningsWith = async (url: string): Promise<readonly string[]> => {
  const at = await delays();
  const words = ['run', 'pipeline.yaml', '--telemetry', url, '--lineage', url];
  const { code, err } = await millrace(at, words);
  expect(code).toBe(0);
  expect(Object.keys(await at.bytes('out'))).toContain('late.parquet');
  return err.split('\n').filter((line) => line.includes('MR72'));
};

test('a collector that is down is told in one line', async () => {
  const warnings = await warningsWith('http://127.0.0.1:9');
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('MR7201');
  expect(warnings[0]).toContain('ECONNREFUSED 127.0.0.1:9');
});

test('a collector that refuses is told in one line', async () => {
  const { url } = await collector((_, response) => void response.writeHead(403).end('no'));
  const warnings = await warningsWith(url);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('traces: ');
  expect(warnings[0]).toContain('metrics: ');
  expect(warnings[0]).toContain('logs: ');
  expect(warnings[0]).toContain('lineage: ');
});

test('a collector that never answers is left after a while', async () => {
  const { url, received } = await collector(() => undefined);
  const warnings = await warningsWith(url);
  expect(received.length).toBeGreaterThan(0);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('took more than 2 s and was dropped');
});

test('a collector that answers only with errors is told in one line', async () => {
  const { url } = await collector((_, response) => void response.writeHead(503).end());
  expect(await warningsWith(url)).toHaveLength(1);
});

test.each([
  ['no address', 'nonsense'],
  ['another protocol', 'ftp://127.0.0.1/'],
])('%s is told, and the run goes on', async (_, url) => {
  const at = await delays();
  const { code, err } = await millrace(at, ['run', 'pipeline.yaml', '--telemetry', url]);
  expect(code).toBe(0);
  expect(err.match(/MR7202.*/g)).toEqual([
    expect.stringContaining(`traces, metrics, logs: "${url}" is no http address`),
  ]);
});
