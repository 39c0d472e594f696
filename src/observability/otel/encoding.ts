import type { LogRecordExporter } from '@opentelemetry/sdk-logs';
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { OtlpSettings } from '../settings.js';
import type { Connections } from './connections.js';

/** The exporters of one encoding. Each encoding is a module of its own, so that only the one spoken is loaded. */
export interface Exporters {
  readonly traces: (settings: OtlpSettings, connections: Connections) => SpanExporter;
  readonly metrics: (settings: OtlpSettings, connections: Connections) => PushMetricExporter;
  readonly logs: (settings: OtlpSettings, connections: Connections) => LogRecordExporter;
}
