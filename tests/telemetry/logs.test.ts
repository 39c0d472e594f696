import { expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { collector } from './collector.js';
import { delays, document, secret } from './pipeline.js';

type Line = Readonly<Record<string, unknown>>;

const parsed = (text: string): readonly Line[] =>
  text
    .trim()
    .split('\n')
    .map((line): Line => JSON.parse(line));

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const environment = { TRACEPARENT: `00-${TRACE}-b7ad6b7169203331-01` };

test('JSON goes to standard error, and nothing else does', async () => {
  const { code, err } = await millrace(await delays(), ['run', 'pipeline.yaml', '--log', 'json'], {
    environment,
  });
  expect(code).toBe(0);
  const lines = parsed(err);
  expect(lines.map(({ message }) => message)).toEqual([
    'run of "cases" started',
    'stage s1 started',
    'stage s1 finished',
    'published "out"',
    'run succeeded',
  ]);
  for (const line of lines) {
    expect(line).toMatchObject({ level: 'info', trace_id: TRACE });
    expect(line['span_id']).toMatch(/^[\da-f]{16}$/);
  }
  expect(err).not.toContain(secret);
});

test('a file takes the log, as the environment asks, and people are told as ever', async () => {
  const at = await delays();
  const { err } = await millrace(at, ['run', 'pipeline.yaml'], {
    environment: { MILLRACE_LOG: 'json', MILLRACE_LOG_FILE: 'run.log' },
  });
  expect(err).toContain('published 1 output');
  expect(parsed(await at.read('run.log'))).toHaveLength(5);
});

test('with traces sent, lines have the ids of their spans', async () => {
  const { url, json } = await collector();
  const at = await delays();
  const words = ['run', 'pipeline.yaml', '--telemetry', url, '--log-file', 'run.log'];
  await millrace(at, words, { environment: { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' } });
  const spans = JSON.stringify(json('/v1/traces'));
  for (const line of parsed(await at.read('run.log'))) {
    expect(spans).toContain(`"traceId":"${line['trace_id']}"`);
    expect(spans).toContain(`"spanId":"${line['span_id']}"`);
  }
});

test('an error is its code and place: a message may quote a value, and stays here', async () => {
  const casting = document.replace('delay / 60.0', 'cast(town as integer)');
  const { err } = await millrace(await delays(casting), ['run', 'pipeline.yaml', '--log', 'json']);
  const problem = parsed(err).find(({ level }) => level === 'error');
  expect(problem).toMatchObject({
    'error.type': expect.stringMatching(/^MR\d{4}$/),
    'millrace.node': 'hours',
  });
  expect(problem?.['code.line.number']).toBeGreaterThan(1);
  expect(err).not.toContain(secret);
});

test('a log file that cannot be written costs the log and not the run', async () => {
  const { code, err } = await millrace(await delays(), [
    'run',
    'pipeline.yaml',
    '--log-file',
    'nowhere/run.log',
  ]);
  expect(code).toBe(0);
  expect(err).toContain('MR7201');
});
