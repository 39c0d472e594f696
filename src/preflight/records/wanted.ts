import { fingerprintOf, keyOf, MARKS, markOf } from './fingerprint.js';

/** The records that are looked for in one file. Records that are the same are told apart by their order. */
export interface Wanted {
  readonly add: (record: Uint8Array, row: number) => void;
  /** The row that a record is, once for each row. */
  readonly take: (bytes: Uint8Array, from: number, to: number) => number | undefined;
}

export const createWanted = (): Wanted => {
  const rows = new Map<number, number[]>();
  const marks = new Uint8Array(MARKS);
  return {
    add: (record, row) => {
      marks[markOf(record)] = 1;
      const key = keyOf(fingerprintOf(record));
      const known = rows.get(key);
      if (known) known.push(row);
      else rows.set(key, [row]);
    },
    take: (bytes, from, to) =>
      marks[markOf(bytes, from, to)] === 0
        ? undefined
        : rows.get(keyOf(fingerprintOf(bytes, from, to)))?.shift(),
  };
};
