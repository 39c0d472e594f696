import type { RunEvent } from '../../kit/index.js';
import { begins, type Consumer, type IdsOf } from '../consumer.js';
import {
  type Environment,
  isAddress,
  otlpSettings,
  type TelemetryOptions,
  wantsOtlp,
  wantsSignal,
} from '../settings.js';
import { createConnections } from './connections.js';
import { createDeliveries } from './deliveries.js';
import { parentContext } from './parent.js';
import { openScraped, type Scraped } from './prometheus.js';
import { resourceOf } from './resource.js';
import { metricReader, openLogs, openMetrics, openTraces, type Shared } from './signals.js';

/** OpenTelemetry at work. */
export interface OpenTelemetry extends Consumer {
  readonly idsOf?: IdsOf;
  /** Where a Prometheus may scrape. */
  readonly address?: string;
}

const MINUTE = 60_000;

const intervalOf = ({ OTEL_METRIC_EXPORT_INTERVAL: asked }: Environment): number => {
  const value = Number(asked);
  return Number.isFinite(value) && value >= 100 ? value : MINUTE;
};

const message = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** A port that cannot be had costs the metrics, not the run. */
const scrapedAt = async (
  { metricsPort }: TelemetryOptions,
  environment: Environment,
  onFault: (message: string) => void,
): Promise<Scraped | undefined> => {
  if (metricsPort === undefined) return undefined;
  try {
    return await openScraped(metricsPort, environment['OTEL_EXPORTER_PROMETHEUS_HOST'] || '127.0.0.1');
  } catch (thrown) {
    onFault(message(thrown));
    return undefined;
  }
};

/** Opens traces, metrics and logs over OTLP, and the endpoint for Prometheus: those that are asked for. */
export const openOpenTelemetry = async (
  options: TelemetryOptions,
  environment: Environment,
  version: string,
  onPortFault: (message: string) => void,
): Promise<OpenTelemetry> => {
  const [connections, deliveries] = [createConnections(), createDeliveries()];
  const resource = resourceOf(environment, version);
  const shared: Shared = { resource, parent: parentContext(environment), connections, deliveries, version };
  const isOver = wantsOtlp(options, environment);
  const wants = (signal: 'traces' | 'metrics' | 'logs'): boolean =>
    isOver && wantsSignal(signal, environment) && isAddress(settings(signal).url);
  const settings = (signal: 'traces' | 'metrics' | 'logs') => otlpSettings(signal, options, environment);

  const scraped = await scrapedAt(options, environment, onPortFault);
  const traces = wants('traces') ? await openTraces(settings('traces'), shared) : undefined;
  const readers = [
    ...(scraped ? [scraped.reader] : []),
    ...(wants('metrics') ? [await metricReader(settings('metrics'), shared, intervalOf(environment))] : []),
  ];
  const measured = readers.length > 0 ? openMetrics(readers, shared) : undefined;
  const logs = wants('logs')
    ? await openLogs(settings('logs'), shared, traces?.contextOf ?? (() => shared.parent))
    : undefined;
  const open = [traces, measured, logs].filter((part) => part !== undefined);
  return {
    onEvent: (event: RunEvent): void => {
      // A log record stands in a span: the first event opens one, the last event ends it.
      const parts = begins(event) ? [traces, logs, measured] : [logs, traces, measured];
      for (const part of parts) part?.onEvent(event);
    },
    flush: async () => void (await Promise.allSettled(open.map(({ flush }) => flush()))),
    drop: () => {
      scraped?.close();
      connections.cut();
    },
    failures: () => {
      const told = deliveries.failures();
      return [...told, ...connections.faults().filter((fault) => !told.some((text) => text.includes(fault)))];
    },
    ...(traces ? { idsOf: traces.idsOf } : {}),
    ...(scraped ? { address: scraped.address } : {}),
  };
};
