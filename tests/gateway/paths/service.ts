import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileTypes } from '../../../src/gateway/file-type.js';
import type { UploadRecord } from '../../../src/gateway/upload.js';
import { type Served, serve } from '../../server/support/serve.js';
import { inspectHere } from '../inspecting.js';
import { CHANNEL } from './entries.js';

/** The configuration of a service with one channel that takes everything, of which tests ask thousands of times. */
export const configuration = (scanner: string, more = '', channel = ''): string => `serve: 1
limits: { requests: 1000000/1m${more} }
uploads:
  scanner: ${scanner}
  quotas: { receiving: 10000 }
  channels:
    ${CHANNEL}:
      accept: [${fileTypes.join(', ')}]
      folder: inbox
      archives: { entries: 100, ratio: 100, bytes: 6MB, depth: 2 }
${channel}`;

/** A service that inspects in its own process: what is tested is the way to it, thousands of times. */
export const serveUploads = (scanner: string, more?: string, channel?: string): Promise<Served> =>
  serve({ 'serve.yaml': configuration(scanner, more, channel) }, { inspect: inspectHere });

/** For what is polled: it comes at once, but not on a machine that has much to do. */
export const PATIENTLY = { timeout: 20_000, interval: 10 } as const;

/** All that lies in the channel's folder, hidden names too. */
export const inbox = ({ folder }: Served): Promise<readonly string[]> => readdir(join(folder, 'inbox'));

/** Every upload, once each has been examined that is complete. */
export const settled = async ({ service }: Served): Promise<readonly UploadRecord[]> => {
  const gateway = service.uploads?.gateway;
  if (!gateway) throw new Error('a service without uploads');
  const all = await gateway.list({ limit: 100_000 });
  const isOpen = ({ state }: UploadRecord): boolean => state === 'quarantined' || state === 'scanning';
  await Promise.all(all.filter(isOpen).map(({ id }) => gateway.settled(id)));
  return gateway.list({ limit: 100_000 });
};

/** Uploads of one name, as they stand, but for those that were refused. */
export const recordsOf = async ({ service }: Served, name: string): Promise<readonly UploadRecord[]> => {
  const records = (await service.uploads?.gateway.list({ limit: 100_000 })) ?? [];
  return records.filter(({ clientName, state }) => clientName === name && state !== 'rejected');
};
