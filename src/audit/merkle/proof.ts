import type { TreeHash } from './hash.js';
import { emptyTree, rootOf, type Tree, withLeaf } from './tree.js';

/** Leaves from `start` up to, and without, `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The largest power of two below a number of leaves: where a tree parts (RFC 9162, 2.1.1). */
const split = (leaves: number): number => {
  const power = 2 ** Math.floor(Math.log2(leaves));
  return power === leaves ? power / 2 : power;
};

/** The subtrees whose roots prove that a leaf is in a tree, the nearest first (RFC 9162, 2.1.3.1). */
export const inclusionRanges = (index: number, { start, end }: Range): readonly Range[] => {
  if (end - start === 1) return [];
  const middle = start + split(end - start);
  return index < middle
    ? [...inclusionRanges(index, { start, end: middle }), { start: middle, end }]
    : [...inclusionRanges(index, { start: middle, end }), { start, end: middle }];
};

const consistency = (older: number, { start, end }: Range, isWhole: boolean): readonly Range[] => {
  if (older === end) return isWhole ? [] : [{ start, end }];
  const middle = start + split(end - start);
  return older <= middle
    ? [...consistency(older, { start, end: middle }, isWhole), { start: middle, end }]
    : [...consistency(older, { start: middle, end }, false), { start, end: middle }];
};

/** The subtrees whose roots prove that a tree begins with an older one, whose size it is (RFC 9162, 2.1.4.1). */
export const consistencyRanges = (older: number, size: number): readonly Range[] =>
  older === 0 || older >= size ? [] : consistency(older, { start: 0, end: size }, true);

/** Roots of subtrees, while their leaves go by in order: no more is held of a trail than those. */
export interface RangeRoots {
  readonly add: (leaf: TreeHash) => void;
  readonly roots: () => readonly TreeHash[];
}

export const rangeRoots = (ranges: readonly Range[]): RangeRoots => {
  const trees: Tree[] = ranges.map(() => emptyTree);
  let index = 0;
  return {
    add: (leaf) => {
      ranges.forEach(({ start, end }, at) => {
        if (start <= index && index < end) trees[at] = withLeaf(trees[at] ?? emptyTree, leaf);
      });
      index += 1;
    },
    roots: () => trees.map(rootOf),
  };
};
