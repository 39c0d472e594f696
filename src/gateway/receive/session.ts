import { createHash, type Hash } from 'node:crypto';

/** What is known in memory of an upload that is receiving; all of it can be found anew from its content. */
export interface Session {
  /** Bytes that are written and count. */
  offset: number;
  /** SHA-256 up to the offset; made anew from the content where it is not known. */
  hash: Hash | undefined;
  /** Bytes up to which quotas were asked. */
  reserved: number;
  /** Verified offset that a part with a checksum began at, while its journal is on disk. */
  journal: number | undefined;
}

/** An upload that begins. */
export const newSession = (): Session => ({
  offset: 0,
  hash: createHash('sha256'),
  reserved: 0,
  journal: undefined,
});

/** An upload of which so many bytes were found on disk. */
export const foundSession = (offset: number): Session => ({
  offset,
  hash: undefined,
  reserved: offset,
  journal: undefined,
});
