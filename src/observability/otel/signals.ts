import type { Context } from '@opentelemetry/api';
import { type LoggerProvider as LogsApi, SeverityNumber } from '@opentelemetry/api-logs';
import type { Resource } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { MeterProvider, type MetricReader, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { RunEvent } from '../../kit/index.js';
import { logLine } from '../log-line.js';
import type { OtlpSettings } from '../settings.js';
import type { Connections } from './connections.js';
import type { Deliveries } from './deliveries.js';
import { exportersFor } from './exporters.js';
import { createInstruments } from './instruments.js';
import { createMeasure } from './measure.js';
import { createSpans } from './spans.js';

/** What the parts of OpenTelemetry share. */
export interface Shared {
  readonly resource: Resource;
  readonly parent: Context;
  readonly connections: Connections;
  readonly deliveries: Deliveries;
  readonly version: string;
}

/** Nothing waits here for ever: queues are bounded, and what is beyond is dropped. */
const QUEUE = { maxQueueSize: 4096, maxExportBatchSize: 512, scheduledDelayMillis: 1000 };

const SCOPE = 'millrace';

export const openTraces = async (settings: OtlpSettings, shared: Shared) => {
  const exporter = shared.deliveries.watched(
    'traces',
    (await exportersFor(settings)).traces(settings, shared.connections),
  );
  const processor = new BatchSpanProcessor(exporter, { ...QUEUE, exportTimeoutMillis: settings.timeout });
  const provider = new BasicTracerProvider({ resource: shared.resource, spanProcessors: [processor] });
  const spans = createSpans(provider.getTracer(SCOPE, shared.version), shared.parent);
  return { ...spans, flush: () => provider.shutdown() };
};

export const openMetrics = (readers: readonly MetricReader[], { resource, version }: Shared) => {
  const provider = new MeterProvider({ resource, readers: [...readers] });
  return {
    onEvent: createMeasure(createInstruments(provider.getMeter(SCOPE, version))),
    flush: () => provider.shutdown(),
  };
};

/** Metrics go out each minute (`OTEL_METRIC_EXPORT_INTERVAL`) and at the end. */
export const metricReader = async (
  settings: OtlpSettings,
  { connections, deliveries }: Shared,
  interval: number,
): Promise<MetricReader> => {
  return new PeriodicExportingMetricReader({
    exporter: deliveries.watched('metrics', (await exportersFor(settings)).metrics(settings, connections)),
    exportIntervalMillis: interval,
    exportTimeoutMillis: Math.min(settings.timeout, interval),
  });
};

const severities = {
  debug: SeverityNumber.DEBUG,
  info: SeverityNumber.INFO,
  warn: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
} as const;

const logsOf = (provider: LogsApi, version: string, contextOf: (event: RunEvent) => Context | undefined) => {
  const logger = provider.getLogger(SCOPE, version);
  return (event: RunEvent): void => {
    const line = logLine(event);
    if (!line) return;
    const context = contextOf(event);
    logger.emit({
      timestamp: new Date(event.at),
      severityNumber: severities[line.level],
      severityText: line.level.toUpperCase(),
      eventName: `millrace.${event.type}`,
      body: line.message,
      attributes: { 'millrace.run.id': event.runId, ...line.attributes },
      ...(context ? { context } : {}),
    });
  };
};

export const openLogs = async (
  settings: OtlpSettings,
  { resource, connections, deliveries, version }: Shared,
  contextOf: (event: RunEvent) => Context | undefined,
) => {
  const exporter = deliveries.watched('logs', (await exportersFor(settings)).logs(settings, connections));
  const processor = new BatchLogRecordProcessor({
    exporter,
    ...QUEUE,
    exportTimeoutMillis: settings.timeout,
  });
  const provider = new LoggerProvider({ resource, processors: [processor] });
  return { onEvent: logsOf(provider, version, contextOf), flush: () => provider.shutdown() };
};
