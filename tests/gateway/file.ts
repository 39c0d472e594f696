import type { FileType } from '../../src/gateway/file-type.js';

/** A file that is to be sent, as its sender calls it. */
export interface SentFile {
  /** The client's name. */
  readonly name: string;
  readonly declaredType: string;
  /** Made anew each time it is asked for, and the same each time. */
  readonly bytes: () => Buffer | Promise<Buffer>;
}

/** A file that must not pass. */
export interface HostileFile extends SentFile {
  readonly class: string;
  readonly bytes: () => Buffer;
  /** What of it is hostile. */
  readonly about: string;
  /** Left out where only a scanner can tell: what is refused by its form has a code. */
  readonly code?: string;
}

/** A file that must pass. */
export interface GoodFile extends SentFile {
  readonly type: FileType;
  readonly about: string;
  /** What the inspection counts in it, where that is known. */
  readonly records?: number;
}
