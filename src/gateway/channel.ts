import type { FileType } from './file-type.js';

/** How far archives may go; all of it is held before anything is unpacked, and again while it is. */
export interface ArchiveLimits {
  /** Files in one archive. */
  readonly entries: number;
  /** Unpacked bytes to packed bytes. */
  readonly ratio: number;
  /** Bytes of all that is in it, unpacked. */
  readonly bytes: number;
  /** Archives in archives: 1 lets none into another, `.csv.gz` counts as one. */
  readonly depth: number;
}

/** An upload policy by name: what is let in, and where it goes. */
export interface Channel {
  readonly name: string;
  /** Types let in; what stands in an archive must be of one of them as well. */
  readonly accept: readonly FileType[];
  /** Bytes of one file. */
  readonly maxBytes: number;
  readonly archives: ArchiveLimits;
  /** Whether a digest of the whole must be promised: else a file that was changed on its way cannot be told. */
  readonly digest?: 'required';
  /** Folder that takes promoted files, absolute. */
  readonly folder: string;
}

/** What one principal may have in the gateway at a time. */
export interface Quotas {
  /** Bytes received and not removed, of all uploads that are not promoted. */
  readonly bytes: number;
  /** Uploads that are still receiving. */
  readonly receiving: number;
  /** Bytes begun within a day. */
  readonly bytesADay: number;
}
