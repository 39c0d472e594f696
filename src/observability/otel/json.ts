import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { configOf } from './connections.js';
import type { Exporters } from './encoding.js';

/** OTLP as JSON. */
export const json: Exporters = {
  traces: (settings, connections) => new OTLPTraceExporter(configOf(settings, connections)),
  metrics: (settings, connections) => new OTLPMetricExporter(configOf(settings, connections)),
  logs: (settings, connections) => new OTLPLogExporter(configOf(settings, connections)),
};
