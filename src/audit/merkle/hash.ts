import { hash } from 'node:crypto';

/** A hash of the tree: 32 bytes. */
export type TreeHash = Buffer;

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

const sha = (bytes: Uint8Array): TreeHash => hash('sha256', bytes, 'buffer');

/** Of a leaf's bytes (RFC 9162, 2.1.1): a leaf can never be taken for a node, nor a node for a leaf. */
export const leafHash = (bytes: Uint8Array): TreeHash => sha(Buffer.concat([LEAF, bytes]));

/** Of a node, from those of its two children. */
export const nodeHash = (left: TreeHash, right: TreeHash): TreeHash =>
  sha(Buffer.concat([NODE, left, right]));

/** The root of a tree without leaves. */
export const emptyRoot = (): TreeHash => sha(Buffer.alloc(0));
