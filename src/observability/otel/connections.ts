import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { OtlpSettings } from '../settings.js';

/**
 * Connections that can be cut: a collector that does not answer must not keep the process. Exporters try again by themselves;
 * once these are cut they are refused with an error that they take for the last.
 */
export const createConnections = () => {
  const agents: HttpAgent[] = [];
  const faults = new Set<string>();
  let isCut = false;
  const guarded = (agent: HttpAgent): HttpAgent => {
    const connect = agent.createConnection.bind(agent);
    agent.createConnection = (options, done) => {
      if (isCut) {
        done?.(new Error('it was given up'), undefined as never);
        return undefined;
      }
      return connect(options, done)?.once('error', ({ message }: Error) => faults.add(message));
    };
    agents.push(agent);
    return agent;
  };
  return {
    agent: (protocol: string): HttpAgent =>
      guarded(
        protocol === 'https:' ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true }),
      ),
    cut: (): void => {
      isCut = true;
      for (const agent of agents) agent.destroy();
    },
    /** Why there was no connection, before they were cut. */
    faults: (): readonly string[] => [...faults],
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
