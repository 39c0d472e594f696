import { emptyRoot, nodeHash, type TreeHash } from './hash.js';

/** A full subtree: its root, and how many leaves it has, which is a power of two. */
interface Peak {
  readonly hash: TreeHash;
  readonly leaves: number;
}

/**
 * What has to be known of a tree to add leaves and to say its root: the roots of its full subtrees, from the left, each
 * with fewer leaves than the one before. So many as the number of leaves has ones in binary.
 */
export interface Tree {
  readonly size: number;
  readonly peaks: readonly Peak[];
}

export const emptyTree: Tree = { size: 0, peaks: [] };

/** The tree with one more leaf. */
export const withLeaf = ({ size, peaks }: Tree, leaf: TreeHash): Tree => {
  const next = [...peaks];
  let last: Peak = { hash: leaf, leaves: 1 };
  for (let before = next.at(-1); before?.leaves === last.leaves; before = next.at(-1)) {
    next.pop();
    last = { hash: nodeHash(before.hash, last.hash), leaves: last.leaves * 2 };
  }
  next.push(last);
  return { size: size + 1, peaks: next };
};

/** The hash over all leaves (RFC 9162, 2.1.1). */
export const rootOf = ({ peaks }: Tree): TreeHash => {
  const last = peaks.at(-1);
  if (!last) return emptyRoot();
  return peaks.slice(0, -1).reduceRight((right, { hash }) => nodeHash(hash, right), last.hash);
};

/** The hashes of a tree's peaks, to be kept; with its size they are the tree. */
export const peakTexts = ({ peaks }: Tree): readonly string[] =>
  peaks.map(({ hash }) => hash.toString('base64'));

/** The leaves of each peak of a tree: the powers of two of its size, the largest first. */
const peakSizes = (size: number): readonly number[] => {
  const sizes: number[] = [];
  for (let left = size; left > 0; left -= sizes.at(-1) ?? left) sizes.push(2 ** Math.floor(Math.log2(left)));
  return sizes;
};

/** A tree from what was kept of it; undefined where that is none. */
export const treeFrom = (size: number, texts: readonly string[]): Tree | undefined => {
  const sizes = peakSizes(size);
  const hashes = texts.map((text) => Buffer.from(text, 'base64'));
  if (sizes.length !== hashes.length || hashes.some(({ length }) => length !== 32)) return undefined;
  return { size, peaks: hashes.map((hash, index) => ({ hash, leaves: sizes[index] ?? 0 })) };
};
