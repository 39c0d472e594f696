import { Agent, request as ask } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Served } from '../../server/support/serve.js';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface Asked {
  readonly method: string;
  /** As it goes over the wire: nothing tidies it up. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: Uint8Array;
}

/** Asks a service in few connections, as its administrator. */
export const createClient = ({ address, token }: Pick<Served, 'address' | 'token'>, connections = 4) => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(address);
  const send = ({ method, path, headers = {}, body }: Asked): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': String(body.length) };
      const all = { authorization: `Bearer ${token}`, ...length, ...headers } as Record<string, string>;
      const request = ask({ agent, hostname, port, method, path, headers: all }, (response) => {
        const { statusCode: status = 0, headers: answered } = response;
        text(response).then((body) => resolve({ status, headers: answered, text: body }), reject);
      });
      request.on('error', reject);
      request.setTimeout(20_000, () => request.destroy(new Error('no answer within 20 s')));
      request.end(body);
    });
  return { send, close: () => agent.destroy() };
};

export type Client = ReturnType<typeof createClient>;
