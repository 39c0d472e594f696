import type { Clock } from '../base/clock.js';
import type { Problem } from '../base/errors/index.js';
import type { Failpoint } from '../storage/index.js';
import type { Channel, Quotas } from './channel.js';
import type { Inspect } from './inspection.js';
import type { Scanner } from './scanner.js';
import type { UploadRecord } from './upload.js';

/** What a gateway works with; everything that it needs of the world is given. */
export interface GatewayOptions {
  /** Folder of the gateway, absolute; it is made with mode 0700, and only one gateway at a time works in it. */
  readonly folder: string;
  readonly channels: readonly Channel[];
  readonly quotas: (principal: string) => Quotas;
  readonly inspect: Inspect;
  readonly scanner: Scanner;
  readonly clock: Clock;
  /** Files that are examined at the same time. */
  readonly examinations: number;
  /** Milliseconds for which an inspection or a scan may go on. */
  readonly patience: number;
  /** Milliseconds after which an upload expires that no bytes come for. */
  readonly expiry: number;
  /** Milliseconds without a byte after which another request may take over from one that holds an upload. */
  readonly stale: number;
  /**
   * Told of an upload that is promoted, rejected or in error, and waited for: it should note what is to be done, not do it.
   * Of one that is promoted or rejected it is told again after a restart where it threw, or the process was killed in it.
   */
  readonly onSettled?: (record: UploadRecord) => void | Promise<void>;
  /** Told of what recovery could not read. */
  readonly onWarning?: (problem: Problem) => void;
  /** So many records of uploads that are over are kept in memory; 1,000 unless given. */
  readonly recents?: number;
  readonly failpoint?: Failpoint;
}
