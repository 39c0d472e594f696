import { type Fingerprint, keyOf } from './fingerprint.js';

/** Bits that tell most records apart from those that are looked for, before a map is asked. */
const BITS = 2 ** 21;

/** The records that are looked for in one file. Records that are the same are told apart by their order. */
export interface Wanted {
  readonly add: (fingerprint: Fingerprint, row: number) => void;
  /** Whether a record may be one of them, by its first hash. */
  readonly marks: Uint8Array;
  readonly mask: number;
  /** The row that a record is, once for each row. */
  readonly take: (fingerprint: Fingerprint) => number | undefined;
}

export const createWanted = (): Wanted => {
  const rows = new Map<number, number[]>();
  const marks = new Uint8Array(BITS);
  return {
    add: (fingerprint, row) => {
      marks[fingerprint.first & (BITS - 1)] = 1;
      const key = keyOf(fingerprint);
      const known = rows.get(key);
      if (known) known.push(row);
      else rows.set(key, [row]);
    },
    marks,
    mask: BITS - 1,
    take: (fingerprint) => rows.get(keyOf(fingerprint))?.shift(),
  };
};
