import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Clock, systemClock } from '../../../src/base/clock.js';
import type { Channel } from '../../../src/gateway/channel.js';
import { createGateway } from '../../../src/gateway/create-gateway.js';
import type { BeginUpload, Gateway } from '../../../src/gateway/gateway.js';
import type { Inspect } from '../../../src/gateway/inspection.js';
import type { GatewayOptions } from '../../../src/gateway/options.js';
import type { Scanner } from '../../../src/gateway/scanner.js';

export const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

/** Reads the whole file, as a real inspection does, and finds nothing wrong. */
export const inspectAll: Inspect = async ({ path }) => {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer);
  return { type: 'csv', problems: [], sha256: hash.digest('hex') };
};

/** Reads all bytes, and finds malware where they contain the word. */
export const scanAll: Scanner = {
  name: 'a scanner of words',
  scan: async (bytes) => {
    const all: Uint8Array[] = [];
    for await (const block of bytes) all.push(Uint8Array.from(block));
    return Buffer.concat(all).includes('malware')
      ? { kind: 'infected', signature: 'Test.Word' }
      : { kind: 'clean' };
  },
};

/** A new folder; in memory where the system has such a place, for tests of thousands of files. */
export const freshFolder = async (inMemory = false): Promise<string> => {
  const top = inMemory && existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const folder = await realpath(await mkdtemp(join(top, 'millrace-gateway-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

export const channelIn = (folder: string, more: Partial<Channel> = {}): Channel => ({
  name: 'orders',
  accept: ['csv', 'json', 'gzip'],
  maxBytes: 1 << 30,
  archives: { entries: 10, ratio: 100, bytes: 1 << 30, depth: 1 },
  folder: join(folder, 'landing'),
  ...more,
});

export const optionsIn = (folder: string, more: Partial<GatewayOptions> = {}): GatewayOptions => ({
  folder: join(folder, 'gateway'),
  channels: [channelIn(folder)],
  quotas: () => ({ bytes: 2 ** 32, receiving: 1000, bytesADay: 2 ** 32 }),
  inspect: inspectAll,
  scanner: scanAll,
  clock: systemClock,
  examinations: 2,
  patience: 60_000,
  expiry: 86_400_000,
  stale: 5_000,
  ...more,
});

/** A gateway that is closed when the test has ended. */
export const gatewayIn = async (folder: string, more: Partial<GatewayOptions> = {}): Promise<Gateway> => {
  const gateway = await createGateway(optionsIn(folder, more));
  onTestFinished(() => gateway.close());
  return gateway;
};

export const asked = (more: Partial<BeginUpload> = {}): BeginUpload => ({
  channel: 'orders',
  principal: 'ada',
  clientName: 'orders.csv',
  declaredType: 'text/csv',
  ...more,
});

export async function* bytesOf(...parts: readonly (string | Uint8Array)[]): AsyncIterable<Uint8Array> {
  for (const part of parts) yield typeof part === 'string' ? Buffer.from(part) : part;
}

/** A connection that breaks after it has sent these. */
export async function* brokenAfter(...parts: readonly string[]): AsyncIterable<Uint8Array> {
  yield* bytesOf(...parts);
  throw new Error('socket hang up');
}

/** A client that sends these, and then nothing: neither more nor an end. */
export const hanging = (...parts: readonly string[]) => {
  let began = (): void => {};
  const hangs = new Promise<void>((resolve) => {
    began = resolve;
  });
  async function* bytes(): AsyncIterable<Uint8Array> {
    yield* bytesOf(...parts);
    began();
    await new Promise(() => {});
  }
  return { bytes: bytes(), hangs };
};

/** A clock that stands still until it is moved. */
export const handClock = (): Clock & { readonly pass: (milliseconds: number) => void } => {
  let now = Date.parse('2026-11-29T10:00:00.000Z');
  return {
    now: () => new Date(now),
    pass: (milliseconds) => {
      now += milliseconds;
    },
  };
};

/** Begins, sends and completes; what becomes of it is for `settled`. */
export const upload = async (
  gateway: Gateway,
  content: string | Uint8Array,
  more: Partial<BeginUpload> = {},
): Promise<string> => {
  const { id } = await gateway.begin(asked(more));
  await gateway.append(id, 0, bytesOf(content));
  await gateway.complete(id);
  return id;
};

/** Names in a folder, hidden ones too; none where it is not there. */
export const namesIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder).catch(() => [])).toSorted();
