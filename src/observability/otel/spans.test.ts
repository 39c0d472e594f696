import { ROOT_CONTEXT } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { expect, test } from 'vitest';
import type { RunEventBody } from '../../kit/index.js';
import { createSpans } from './spans.js';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 31, 9, 30, second)).toISOString();

const told = (bodies: readonly (readonly [number, RunEventBody])[]) => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const { onEvent } = createSpans(provider.getTracer('test'), ROOT_CONTEXT);
  for (const [second, body] of bodies) onEvent({ at: at(second), runId: 'r1', ...body });
  return exporter.getFinishedSpans();
};

const started: RunEventBody = {
  type: 'run_started',
  pipeline: 'p',
  documentHash: 'h',
  stages: 1,
  nodes: [],
  inputs: [],
  outputs: [],
  lineage: {},
};
const stage: RunEventBody = { type: 'stage_started', stage: 's1', nodes: ['made'], kinds: ['code'] };
const attempt = (number: number, waitSeconds?: number): RunEventBody => ({
  type: 'attempt_failed',
  stage: 's1',
  attempt: number,
  codes: ['MR3004'],
  fault: 'resource',
  ...(waitSeconds === undefined ? {} : { waitSeconds }),
});
const end = (status: 'succeeded' | 'failed'): RunEventBody => ({ type: 'run_finished', status, seconds: 9 });

test('attempts are spans below their stage: those that failed, and the one that did not', () => {
  const spans = told([
    [0, started],
    [1, stage],
    [2, attempt(1, 3)],
    [5, stage],
    [7, { type: 'stage_finished', stage: 's1', rows: 1, seconds: 2 }],
    [8, end('succeeded')],
  ]);
  const [one, other] = spans.filter(({ name }) => name === 'millrace.attempt');
  const whole = spans.find(({ name }) => name === 'millrace.stage s1');
  expect(one?.attributes).toMatchObject({ 'millrace.attempt': 1, 'error.type': 'MR3004' });
  expect(one?.status.code).toBe(2);
  expect(one?.duration[0]).toBe(1);
  expect(other?.attributes).toMatchObject({ 'millrace.attempt': 2 });
  expect(other?.duration[0]).toBe(2);
  expect(whole?.duration[0]).toBe(6);
  expect(whole?.status.code).toBe(0);
  for (const span of [one, other]) expect(span?.parentSpanContext?.spanId).toBe(whole?.spanContext().spanId);
});

test('a stage whose last attempt failed is an error, as is its run', () => {
  const spans = told([
    [0, started],
    [1, stage],
    [2, attempt(1)],
    [3, end('failed')],
  ]);
  const errors = spans.filter(({ status }) => status.code === 2).map(({ name }) => name);
  expect(errors).toEqual(['millrace.attempt', 'millrace.stage s1', 'millrace.run p']);
});

test('a stage that tells no end ends with its run', () => {
  const spans = told([
    [0, started],
    [1, stage],
    [3, end('failed')],
  ]);
  expect(spans.map(({ name }) => name)).toEqual([
    'millrace.node made',
    'millrace.stage s1',
    'millrace.run p',
  ]);
});

test('a partition is a span below its stage, with its own time', () => {
  const spans = told([
    [0, started],
    [1, stage],
    [6, { type: 'partition_finished', stage: 's1', partition: 2, rows: 10, seconds: 4 }],
    [7, { type: 'stage_finished', stage: 's1', rows: 10, seconds: 6 }],
    [8, end('succeeded')],
  ]);
  const partition = spans.find(({ name }) => name === 'millrace.partition');
  const whole = spans.find(({ name }) => name === 'millrace.stage s1');
  expect(partition?.duration[0]).toBe(4);
  expect(partition?.parentSpanContext?.spanId).toBe(whole?.spanContext().spanId);
});
