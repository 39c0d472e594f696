import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import type { MetricReader } from '@opentelemetry/sdk-metrics';

/** An endpoint that a Prometheus scrapes while a run goes on. */
export interface Scraped {
  readonly reader: MetricReader;
  readonly address: string;
  /** Ends it at once, also under a scraper that keeps its connection. */
  readonly close: () => void;
}

const listening = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });

/**
 * Serves metrics as `/metrics` in Prometheus's text format. The server is our own, so that its connections can be cut
 * and it never keeps the process.
 *
 * @throws what the system says where the port cannot be had
 */
export const openScraped = async (port: number, host: string): Promise<Scraped> => {
  const reader = new PrometheusExporter({ preventServerStart: true, withoutScopeInfo: true });
  const server = createServer((request, response) => {
    if (request.url?.split('?')[0] === '/metrics') reader.getMetricsRequestHandler(request, response);
    else response.writeHead(404).end('see /metrics\n');
  });
  await listening(server, port, host);
  server.unref();
  const { port: given } = server.address() as AddressInfo;
  return {
    reader,
    address: `http://${host.includes(':') ? `[${host}]` : host}:${given}/metrics`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
