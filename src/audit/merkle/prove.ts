import { nodeHash, type TreeHash } from './hash.js';

/** Where a leaf stands in a tree of so many leaves. */
export interface Position {
  readonly index: number;
  readonly size: number;
}

const half = (value: number): number => Math.floor(value / 2);
const isOdd = (value: number): boolean => value % 2 === 1;

/** The root that a leaf and its proof lead to (RFC 9162, 2.1.3.2); undefined where the proof is too short or too long. */
export const rootByInclusion = (
  leaf: TreeHash,
  { index, size }: Position,
  proof: readonly TreeHash[],
): TreeHash | undefined => {
  if (index >= size) return undefined;
  let [node, last, root] = [index, size - 1, leaf];
  for (const hash of proof) {
    if (last === 0) return undefined;
    if (isOdd(node) || node === last) {
      root = nodeHash(hash, root);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      root = nodeHash(root, hash);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? root : undefined;
};

/** A tree as a checkpoint tells of it. */
export interface TreeHead {
  readonly size: number;
  readonly root: TreeHash;
}

const isPowerOfTwo = (value: number): boolean => Number.isInteger(Math.log2(value));

/** Goes up both trees at once, from the hash that they have in common (RFC 9162, 2.1.4.2). */
const climbs = (older: TreeHead, newer: TreeHead, [first, ...rest]: readonly TreeHash[]): boolean => {
  if (!first) return false;
  let [node, last] = [older.size - 1, newer.size - 1];
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  let [oldRoot, newRoot] = [first, first];
  for (const hash of rest) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      [oldRoot, newRoot] = [nodeHash(hash, oldRoot), nodeHash(hash, newRoot)];
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      newRoot = nodeHash(newRoot, hash);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && oldRoot.equals(older.root) && newRoot.equals(newer.root);
};

/** Whether a proof shows that the newer tree begins with the older one. */
export const isConsistent = (older: TreeHead, newer: TreeHead, proof: readonly TreeHash[]): boolean => {
  if (older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && older.root.equals(newer.root);
  if (older.size === 0) return proof.length === 0;
  return climbs(older, newer, isPowerOfTwo(older.size) ? [older.root, ...proof] : proof);
};
