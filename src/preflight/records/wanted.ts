import { fingerprintOf, keyOf, MARKS, markOf } from './fingerprint.js';

/** The records that are looked for in one file. Records that are the same are told apart by their order. */
export interface Wanted {
  readonly add: (record: Uint8Array, row: number) => void;
  /** The row that a record is, once for each row. */
  readonly take: (bytes: Uint8Array, from: number, to: number) => number | undefined;
}

/** Rows of one fingerprint: one, as nearly always, or several in their order. */
type Rows = number | number[];

const added = (known: Rows | undefined, row: number): Rows => {
  if (known === undefined) return row;
  if (typeof known === 'number') return [known, row];
  known.push(row);
  return known;
};

interface Bits {
  readonly set: (place: number) => void;
  readonly has: (place: number) => boolean;
}

/** A bit each, so that all of them stay in the processor's cache: with a byte each, most time went to fetching them. */
const createBits = (count: number): Bits => {
  const bytes = new Uint8Array(count / 8);
  const byteAt = (place: number): number => bytes[place >>> 3] as number;
  return {
    set: (place) => {
      bytes[place >>> 3] = byteAt(place) | (1 << (place & 7));
    },
    has: (place) => ((byteAt(place) >>> (place & 7)) & 1) === 1,
  };
};

export const createWanted = (): Wanted => {
  const rows = new Map<number, Rows>();
  const marks = createBits(MARKS);
  const takeOf = (key: number): number | undefined => {
    const known = rows.get(key);
    if (typeof known !== 'number') return known?.shift();
    rows.delete(key);
    return known;
  };
  return {
    add: (record, row) => {
      marks.set(markOf(record));
      const key = keyOf(fingerprintOf(record));
      rows.set(key, added(rows.get(key), row));
    },
    take: (bytes, from, to) =>
      marks.has(markOf(bytes, from, to)) ? takeOf(keyOf(fingerprintOf(bytes, from, to))) : undefined,
  };
};
