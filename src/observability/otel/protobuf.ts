import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { configOf } from './connections.js';
import type { Exporters } from './encoding.js';

/** OTLP as protobuf. */
export const protobuf: Exporters = {
  traces: (settings, connections) => new OTLPTraceExporter(configOf(settings, connections)),
  metrics: (settings, connections) => new OTLPMetricExporter(configOf(settings, connections)),
  logs: (settings, connections) => new OTLPLogExporter(configOf(settings, connections)),
};
