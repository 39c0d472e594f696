import { connect, type Socket } from 'node:net';
import type { Served } from '../../server/support/serve.js';

/** A connection of which every byte is said. */
export interface RawConnection {
  readonly socket: Socket;
  readonly write: (text: string | Uint8Array) => void;
  /** All that came, once the service has closed it. */
  readonly closed: Promise<string>;
  /** Resolves once this text has come. */
  readonly came: (text: string) => Promise<void>;
}

export const openRaw = ({ address }: Served): Promise<RawConnection> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(address);
    const socket = connect(Number(port), hostname);
    let text = '';
    const closed = new Promise<string>((done) => socket.once('close', () => done(text)));
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
    });
    socket.on('error', reject);
    const came = (wanted: string): Promise<void> =>
      new Promise((done) => {
        const look = (): void => {
          if (!text.includes(wanted)) return;
          socket.off('data', look);
          done();
        };
        socket.on('data', look);
        look();
      });
    socket.once('connect', () => resolve({ socket, write: (bytes) => socket.write(bytes), closed, came }));
  });

/** The head of a request, with the token of the administrator. */
export const head = (
  { token }: Served,
  method: string,
  path: string,
  headers: Readonly<Record<string, string | number>>,
): string =>
  [
    `${method} ${path} HTTP/1.1`,
    'host: x',
    `authorization: Bearer ${token}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ].join('\r\n');
