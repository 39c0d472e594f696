import type { Problem } from '../base/errors/index.js';
import type { FileType } from './file-type.js';

/**
 * Where an upload stands: `receiving -> quarantined -> scanning -> promoted | rejected | error`.
 *
 * `rejected` is the file's fault and final; `error` is ours or a scanner's: the bytes stay in quarantine, and the
 * upload may be examined again.
 */
export const uploadStates = [
  'receiving',
  'quarantined',
  'scanning',
  'promoted',
  'rejected',
  'error',
] as const;
export type UploadState = (typeof uploadStates)[number];

/** A state that an upload came into, ISO 8601 UTC with milliseconds. */
export interface UploadStep {
  readonly state: UploadState;
  readonly at: string;
}

/** What a scanner said; `name` tells the scanner, and the age of what it knows where it says so. */
export interface ScanReport {
  readonly name: string;
  readonly at: string;
}

/** Where the file went that passed: the folder of its channel, under a name of ours. */
export interface Promotion {
  /** Absolute path. */
  readonly path: string;
  /** Name in the channel's folder: `20260131t093000123z-9f8e7d6c.csv`. */
  readonly name: string;
}

/** One upload, as it lies on disk beside its bytes; the one truth of it. */
export interface UploadRecord {
  /** Ours, sortable by time; also the name of its folder. */
  readonly id: string;
  readonly channel: string;
  /** Who uploads. */
  readonly principal: string;
  /** The name that the client gave: data, never a path. */
  readonly clientName: string;
  /** The media type that the client declared, without parameters, in small letters. */
  readonly declaredType: string;
  /** Bytes that shall come; absent where the client does not say. */
  readonly length?: number;
  /** SHA-256 that the client expects of the whole, hexadecimal. */
  readonly expectedSha256?: string;
  readonly state: UploadState;
  readonly steps: readonly UploadStep[];
  /** Of the bytes received, once all are there: what is kept with the file for good. */
  readonly bytes?: number;
  readonly sha256?: string;
  /** What the content was found to be. */
  readonly type?: FileType;
  readonly scan?: ScanReport;
  readonly promotion?: Promotion;
  /** Why it was rejected, or what went wrong. */
  readonly problems: readonly Problem[];
  /** After this an upload that is still receiving is removed. */
  readonly expires: string;
}
