import { randomBytes } from 'node:crypto';
import { type AddressInfo, connect, createServer } from 'node:net';
import { onTestFinished } from 'vitest';

/** A table of about so many megabytes, as no other test has it. */
export const csv = (megabytes: number): string => {
  const line = `${randomBytes(500).toString('hex')},x\n`;
  return `a,b\n${line.repeat(Math.ceil((megabytes * 1_000_000) / line.length))}`;
};

/** A way to a service, over which bytes are counted and cut. */
export interface Way {
  readonly url: string;
  /** Bytes that clients sent, of all connections since it was last set. */
  passed: number;
  /** How often a connection breaks once so many bytes came over it, which are not all passed on. */
  breaks: { times: number; after: number };
  isDown: boolean;
  /** Called with each piece of what clients send. */
  onBytes: (way: Way) => void;
}

export const wayTo = async (target: string): Promise<Way> => {
  const server = createServer((near) => {
    const far = connect(Number(new URL(target).port), '127.0.0.1');
    let bytes = 0;
    const end = (): void => void [near.destroy(), far.destroy()];
    near.on('error', end).on('close', end);
    far.on('error', end).on('close', end);
    far.pipe(near);
    near.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      way.passed += chunk.length;
      way.onBytes(way);
      const isBroken = way.breaks.times > 0 && bytes > way.breaks.after;
      if (isBroken) way.breaks.times -= 1;
      if (isBroken || way.isDown) return end();
      if (!far.write(chunk)) {
        near.pause();
        far.once('drain', () => near.resume());
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const way: Way = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed: 0,
    breaks: { times: 0, after: 0 },
    isDown: false,
    onBytes: () => undefined,
  };
  return way;
};

/** A port that nothing listens at. */
export const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};
