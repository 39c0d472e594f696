import { type Applied, type Apply, copied, type Part, together, withoutValues } from './applied.js';
import { type AnyBatch, sliceBatch } from './batch.js';

/** Applies a function to a batch, some of whose rows it is not to see; of these it is known why. */
export type ApplyAround = (batch: AnyBatch, rows: number, unseen: ReadonlyMap<number, string>) => Applied;

/** A row without values, and why; of rows that are made, none is of it. */
export const faulty = (names: readonly string[], makesRows: boolean, text: string): Applied => ({
  ...withoutValues(names, makesRows ? 0 : 1, new Map([[0, text]])),
  ...(makesRows ? { from: [] } : {}),
});

/** Puts the rows between those that are not to be seen through a function, and sets these aside. */
export const applyAround =
  (apply: Apply, names: readonly string[], makesRows: boolean): ApplyAround =>
  (batch, rows, unseen) => {
    if (unseen.size === 0) return apply(batch, rows);
    const parts: Part[] = [];
    let at = 0;
    const seen = (to: number): void => {
      if (to > at) parts.push({ at, applied: copied(apply(sliceBatch(batch, at, to), to - at)) });
    };
    for (const [row, text] of [...unseen].sort(([one], [other]) => one - other)) {
      seen(row);
      parts.push({ at: row, applied: faulty(names, makesRows, text) });
      at = row + 1;
    }
    seen(rows);
    return together(parts);
  };
