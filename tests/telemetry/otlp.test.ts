import { expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { collector } from './collector.js';
import { delays, secret } from './pipeline.js';

interface SentSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
  readonly status: { readonly code?: number };
}

interface SentTraces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: SentSpan['attributes'] };
    readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[];
  }[];
}

interface SentMetrics {
  readonly resourceMetrics: readonly {
    readonly scopeMetrics: readonly { readonly metrics: readonly { readonly name: string }[] }[];
  }[];
}

interface SentLogs {
  readonly resourceLogs: readonly {
    readonly scopeLogs: readonly {
      readonly logRecords: readonly {
        readonly traceId: string;
        readonly spanId: string;
        readonly body: { readonly stringValue: string };
      }[];
    }[];
  }[];
}

const JSON_PROTOCOL = { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' };

const spansIn = (bodies: readonly unknown[]): readonly SentSpan[] =>
  (bodies as readonly SentTraces[]).flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
  );

const attributeOf = ({ attributes }: Pick<SentSpan, 'attributes'>, key: string): unknown =>
  Object.values(attributes.find((one) => one.key === key)?.value ?? {})[0];

/** The tree of spans, by names. */
const treeOf = (spans: readonly SentSpan[], parent: string | undefined, depth = 0): readonly string[] =>
  spans
    .filter(({ parentSpanId }) => (parentSpanId ?? '') === (parent ?? ''))
    .flatMap((span) => [`${'  '.repeat(depth)}${span.name}`, ...treeOf(spans, span.spanId, depth + 1)]);

test('a run is a trace: run > stage > node, received over OTLP with metrics and logs', async () => {
  const { url, json, received } = await collector();
  const environment = { ...JSON_PROTOCOL, OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_SERVICE_NAME: 'nightly' };
  const { code, err } = await millrace(await delays(), ['run', 'pipeline.yaml'], { environment });
  expect(code).toBe(0);
  expect(err).not.toContain('MR72');

  const bodies = json('/v1/traces') as readonly SentTraces[];
  const spans = spansIn(bodies);
  expect(treeOf(spans, undefined)).toEqual([
    'millrace.run cases',
    '  millrace.stage s1',
    '    millrace.node rows',
    '    millrace.node late',
    '    millrace.node hours',
    '    millrace.node out',
  ]);
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  const service = bodies[0]?.resourceSpans[0]?.resource;
  expect(service && attributeOf(service, 'service.name')).toBe('nightly');
  const kinds = spans.flatMap((span) => attributeOf(span, 'millrace.node.kind') ?? []);
  expect(kinds).toEqual(['read_csv', 'filter', 'derive', 'write_parquet']);

  const metrics = (json('/v1/metrics') as readonly SentMetrics[]).flatMap(({ resourceMetrics }) =>
    resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics)),
  );
  expect(metrics.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['millrace.runs', 'millrace.rows', 'millrace.io', 'process.memory.usage']),
  );

  const logs = (json('/v1/logs') as readonly SentLogs[]).flatMap(({ resourceLogs }) =>
    resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap((scope) => scope.logRecords)),
  );
  expect(logs.map(({ body }) => body.stringValue)).toEqual([
    'run of "cases" started',
    'stage s1 started',
    'stage s1 finished',
    'published "out"',
    'run succeeded',
  ]);
  const known = new Set(spans.map(({ spanId }) => spanId));
  for (const { spanId } of logs) expect(known).toContain(spanId);
  expect(received.map(({ body }) => body.toString('utf8')).join('')).not.toContain(secret);
});

test('the trace of whoever started the process goes on', async () => {
  const { url, json } = await collector();
  const trace = '0af7651916cd43dd8448eb211c80319c';
  const environment = { ...JSON_PROTOCOL, TRACEPARENT: `00-${trace}-b7ad6b7169203331-01` };
  await millrace(await delays(), ['run', 'pipeline.yaml', '--telemetry', url], { environment });
  const [run] = spansIn(json('/v1/traces')).filter(({ name }) => name.startsWith('millrace.run'));
  expect(run).toMatchObject({ traceId: trace, parentSpanId: 'b7ad6b7169203331' });
});

test('protobuf is spoken unless JSON is asked for; headers and signals are as the environment has them', async () => {
  const { url, received } = await collector();
  const environment = {
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-team=data%20people',
    OTEL_LOGS_EXPORTER: 'none',
  };
  await millrace(await delays(), ['run', 'pipeline.yaml'], { environment });
  expect(new Set(received.map(({ path }) => path))).toEqual(new Set(['/v1/traces', '/v1/metrics']));
  expect(received.map(({ headers }) => [headers['content-type'], headers['x-team']])).toEqual(
    received.map(() => ['application/x-protobuf', 'data people']),
  );
});

test('nothing is sent where the SDK is disabled', async () => {
  const { url, received } = await collector();
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_SDK_DISABLED: 'true' };
  await millrace(await delays(), ['run', 'pipeline.yaml'], { environment });
  expect(received).toEqual([]);
});
