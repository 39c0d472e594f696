import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
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

/** What an exporter is made with. */
export const configOf = (settings: OtlpSettings, { agent }: Connections) => ({
  url: settings.url,
  headers: { ...settings.headers },
  timeoutMillis: settings.timeout,
  compression: settings.compression as never,
  concurrencyLimit: 4,
  httpAgentOptions: (protocol: string) => agent(protocol),
});
