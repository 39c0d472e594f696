import { join } from 'node:path';
import type { Channel } from '../../gateway/channel.js';
import { createGateway, type Gateway, type UploadRecord } from '../../gateway/index.js';
import type { ReadyScanner } from '../../gateway/scanner.js';
import type { ServiceParts } from './parts.js';
import type { ServiceConfig } from './resolve.js';
import { scannerOf } from './scanner.js';

/** Where files come in. */
export interface Uploads {
  readonly gateway: Gateway;
  readonly channels: readonly Channel[];
  readonly scanner: ReadyScanner;
  /** Milliseconds after which an upload that is not finished is removed. */
  readonly expiry: number;
}

/** Milliseconds for which an inspection or a scan may go on: large files take long. */
const PATIENCE = 3_600_000;

/** Opens the gateway of a service; undefined where its configuration has no channels. */
export const openUploads = async (
  { wiring, data, onProblems }: ServiceParts,
  { uploads, limits }: ServiceConfig,
  onSettled: (record: UploadRecord) => Promise<void>,
): Promise<Uploads | undefined> => {
  const { channels, scanner: said, expire, examine, quotas } = uploads;
  if (channels.length === 0) return undefined;
  const scanner = scannerOf(said);
  const gateway = await createGateway({
    folder: join(data, 'uploads'),
    channels,
    quotas: () => quotas,
    inspect: wiring.inspect,
    scanner,
    clock: wiring.clock,
    examinations: examine,
    patience: PATIENCE,
    expiry: expire,
    stale: limits.idle,
    onSettled,
    onWarning: (warning) => onProblems([warning]),
  });
  return { gateway, channels, scanner, expiry: expire };
};
