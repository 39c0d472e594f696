import type { ChunkChecksum, ExpectedDigests } from './digests.js';
import type { UploadRecord, UploadState } from './upload.js';

/** What a client says before it sends anything. */
export interface BeginUpload {
  readonly channel: string;
  readonly principal: string;
  readonly clientName: string;
  readonly declaredType: string;
  readonly length?: number;
  readonly expectedSha256?: string;
}

export interface UploadFilter {
  readonly channel?: string;
  readonly state?: UploadState;
  readonly principal?: string;
  /** Ids after this one, in the order of the list: newest first. */
  readonly after?: string;
  readonly limit: number;
}

/** Bytes in, from anyone; files out that nothing unsafe passes. Everything throws MR81xx. */
export interface Gateway {
  /** Holds name, type, length and quotas against the channel before a byte is taken. */
  readonly begin: (asked: BeginUpload) => Promise<UploadRecord>;
  /**
   * Appends bytes, which are on disk when its promise is fulfilled. What a connection that broke has sent stays, unless
   * checksums of this chunk were promised: then all of it or nothing.
   *
   * The bytes are let go of as soon as it fails (`return` of the iterator), with the client still sending: pass a request so
   * that this does not destroy the connection that the answer goes to.
   *
   * @param offset where the client believes to be, which must be where the upload is
   * @param checksums of this chunk; those that are undefined promise nothing
   * @returns the new offset
   * @throws MR8105 at another offset, MR8106 while another request writes, MR8107 or MR8108 for too many bytes, MR8109 for
   *   another checksum, MR8113 for a quota, MR8115 for a connection that broke
   */
  readonly append: (
    id: string,
    offset: number,
    bytes: AsyncIterable<Uint8Array>,
    ...checksums: readonly (ChunkChecksum | undefined)[]
  ) => Promise<number>;
  /** Bytes that are there. */
  readonly offset: (id: string) => Promise<number>;
  /** Says how many bytes shall come, where `begin` did not. */
  readonly setLength: (id: string, length: number) => Promise<UploadRecord>;
  /**
   * All bytes are there: `receiving -> quarantined`, after the digests were held against them; examination follows by itself.
   * Where they do not match, or there are no bytes, the record that it gives is `rejected`. After a crash an upload may be
   * receiving with all of its bytes: whoever then finds the offset at the length has to complete it.
   *
   * @throws MR8110 where bytes are missing
   */
  readonly complete: (id: string, digests?: ExpectedDigests) => Promise<UploadRecord>;
  readonly get: (id: string) => Promise<UploadRecord>;
  readonly list: (filter: UploadFilter) => Promise<readonly UploadRecord[]>;
  /** Removes what is receiving, rejected or in error; whoever sends to it is cut off. */
  readonly remove: (id: string) => Promise<void>;
  /** Examines anew what ended in `error`. */
  readonly retry: (id: string) => Promise<UploadRecord>;
  /** Resolves with the record once the upload is promoted, rejected or in error. */
  readonly settled: (id: string, signal?: AbortSignal) => Promise<UploadRecord>;
  /** Takes no more, and waits for what is being examined. */
  readonly close: () => Promise<void>;
}
