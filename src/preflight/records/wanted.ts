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

export const createWanted = (): Wanted => {
  const rows = new Map<number, Rows>();
  const marks = new Uint8Array(MARKS);
  const takeOf = (key: number): number | undefined => {
    const known = rows.get(key);
    if (typeof known !== 'number') return known?.shift();
    rows.delete(key);
    return known;
  };
  return {
    add: (record, row) => {
      marks[markOf(record)] = 1;
      const key = keyOf(fingerprintOf(record));
      rows.set(key, added(rows.get(key), row));
    },
    take: (bytes, from, to) =>
      marks[markOf(bytes, from, to)] === 0 ? undefined : takeOf(keyOf(fingerprintOf(bytes, from, to))),
  };
};
