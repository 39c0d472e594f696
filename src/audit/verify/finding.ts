import type { TreeHash } from '../merkle/hash.js';
import type { Checkpoint } from '../note/checkpoint.js';

/** Something that is not as it was written. */
export interface Finding {
  /** The first record that is wrong, or the first of those one of which is. */
  readonly record?: number;
  /** In words. */
  readonly what: string;
  /** Where it was found. */
  readonly file?: string;
}

/** A checkpoint that a trail is held against. */
export interface HeldCheckpoint extends Checkpoint {
  readonly file: string;
}

/** What a trail was found to be. */
export interface Verification {
  /** Records up to the first that is wrong. */
  readonly size: number;
  readonly root: TreeHash;
  /** When the first and the last of them were written. */
  readonly from?: string;
  readonly until?: string;
  /** Checkpoints that it agrees with. */
  readonly checkpoints: number;
  /** Records that these cover. */
  readonly covered: number;
  /** Bytes of a last line that was not written whole: by a process that was killed, or is writing it. */
  readonly torn: number;
  /** None where all is as it was written. */
  readonly findings: readonly Finding[];
}
