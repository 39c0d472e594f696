import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../src/base/clock.js';
import type { BeginUpload } from '../../../src/gateway/gateway.js';
import type { GatewayOptions } from '../../../src/gateway/options.js';

/** What a child process is to do, and at which failpoint it dies; with -1 it lives. */
export interface CrashOrder {
  readonly folder: string;
  readonly work: 'upload' | 'recover' | 'stream' | 'stream checked';
  readonly killAt: number;
}

/** Files by the principal who sends them. */
export const files = {
  parts: `id,name\n${Array.from({ length: 20 }, (_, row) => `${row},row ${row}\n`).join('')}`,
  infected: 'id\nmalware\n',
  unscanned: 'id\nunscanned\n',
  removed: '',
  left: 'id\n100\n200\n300\n',
} as const;

export const asked = (more: Partial<BeginUpload>): BeginUpload => ({
  channel: 'orders',
  principal: 'parts',
  clientName: 'orders.csv',
  declaredType: 'text/csv',
  ...more,
});

export async function* bytesOf(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text.slice(0, 5));
  yield Buffer.from(text.slice(5));
}

export async function* brokenAfter(text: string): AsyncIterable<Uint8Array> {
  yield* bytesOf(text);
  throw new Error('socket hang up');
}

const archives = { entries: 10, ratio: 100, bytes: 1 << 30, depth: 1 };

/** A gateway whose scanner reads everything, and knows two words. */
export const plainOptions = (folder: string): GatewayOptions => ({
  folder: join(folder, 'gateway'),
  channels: [
    { name: 'orders', accept: ['csv'], maxBytes: 2 ** 40, archives, folder: join(folder, 'landing') },
  ],
  quotas: () => ({ bytes: 2 ** 40, receiving: 100, bytesADay: 2 ** 40 }),
  inspect: async ({ path }) => {
    const hash = createHash('sha256');
    for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer);
    return { type: 'csv', problems: [], sha256: hash.digest('hex') };
  },
  scanner: {
    name: 'a scanner of words',
    scan: async (bytes) => {
      let text = '';
      for await (const block of bytes) text += Buffer.from(block).toString();
      if (text.includes('unscanned')) return { kind: 'unscanned', why: 'it does not like the word' };
      return text.includes('malware') ? { kind: 'infected', signature: 'Test.Word' } : { kind: 'clean' };
    },
  },
  clock: systemClock,
  examinations: 1,
  patience: 60_000,
  expiry: 86_400_000,
  stale: 5_000,
});

export const BLOCK = 65_536;
/** Each block of a long file is another. */
export const blockAt = (n: number): Buffer => Buffer.alloc(BLOCK, `block ${n}\n`);

/** A long file that never ends, from a block on. */
export async function* blocksFrom(first: number): AsyncIterable<Uint8Array> {
  for (let n = first; ; n += 1) yield blockAt(n);
}
