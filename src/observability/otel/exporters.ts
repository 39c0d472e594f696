import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { LogRecordExporter } from '@opentelemetry/sdk-logs';
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { OtlpSettings } from '../settings.js';

/** Connections that can be cut: a collector that does not answer must not keep the process. */
export const createConnections = () => {
  const agents: HttpAgent[] = [];
  return {
    agent: (protocol: string): HttpAgent => {
      const agent =
        protocol === 'https:' ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
      agents.push(agent);
      return agent;
    },
    cut: (): void => {
      for (const agent of agents) agent.destroy();
    },
  };
};

export type Connections = ReturnType<typeof createConnections>;

const configOf = (settings: OtlpSettings, { agent }: Connections) => ({
  url: settings.url,
  headers: { ...settings.headers },
  timeoutMillis: settings.timeout,
  compression: settings.compression as never,
  concurrencyLimit: 4,
  httpAgentOptions: (protocol: string) => agent(protocol),
});

export const spanExporter = async (
  settings: OtlpSettings,
  connections: Connections,
): Promise<SpanExporter> => {
  const { OTLPTraceExporter } =
    settings.protocol === 'http/json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto');
  return new OTLPTraceExporter(configOf(settings, connections));
};

export const metricExporter = async (
  settings: OtlpSettings,
  connections: Connections,
): Promise<PushMetricExporter> => {
  const { OTLPMetricExporter } =
    settings.protocol === 'http/json'
      ? await import('@opentelemetry/exporter-metrics-otlp-http')
      : await import('@opentelemetry/exporter-metrics-otlp-proto');
  return new OTLPMetricExporter(configOf(settings, connections));
};

export const logExporter = async (
  settings: OtlpSettings,
  connections: Connections,
): Promise<LogRecordExporter> => {
  const { OTLPLogExporter } =
    settings.protocol === 'http/json'
      ? await import('@opentelemetry/exporter-logs-otlp-http')
      : await import('@opentelemetry/exporter-logs-otlp-proto');
  return new OTLPLogExporter(configOf(settings, connections));
};
