import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyRoot, leafHash, type TreeHash } from './hash.js';
import { consistencyRanges, inclusionRanges, rangeRoots } from './proof.js';
import { isConsistent, rootByInclusion } from './prove.js';
import { emptyTree, peakTexts, rootOf, type Tree, treeFrom, withLeaf } from './tree.js';

/** The leaves and roots that implementations of RFC 6962 are held against (certificate-transparency, merkle tree tests). */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const published = LEAVES.map((hex) => leafHash(Buffer.from(hex, 'hex')));
const hex = (hashes: readonly TreeHash[]): readonly string[] => hashes.map((hash) => hash.toString('hex'));

const treeOf = (leaves: readonly TreeHash[]): Tree => leaves.reduce(withLeaf, emptyTree);

/** The definition of RFC 9162, 2.1.1, as it is written: by cutting the leaves in two. */
const byDefinition = (leaves: readonly TreeHash[]): TreeHash => {
  const [first = emptyRoot(), second] = leaves;
  if (!second) return first;
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  const [left, right] = [byDefinition(leaves.slice(0, half)), byDefinition(leaves.slice(half))];
  return createHash('sha256')
    .update(Buffer.concat([Buffer.of(1), left, right]))
    .digest();
};

const rootsOf = (
  ranges: Parameters<typeof rangeRoots>[0],
  leaves: readonly TreeHash[],
): readonly TreeHash[] => {
  const roots = rangeRoots(ranges);
  for (const leaf of leaves) roots.add(leaf);
  return roots.roots();
};

const inclusion = (index: number, leaves: readonly TreeHash[]) =>
  rootsOf(inclusionRanges(index, { start: 0, end: leaves.length }), leaves);

const consistency = (older: number, leaves: readonly TreeHash[]) =>
  rootsOf(consistencyRanges(older, leaves.length), leaves);

const headOf = (leaves: readonly TreeHash[]) => ({ size: leaves.length, root: rootOf(treeOf(leaves)) });

const manyLeaves = Array.from({ length: 300 }, (_, number) => leafHash(Buffer.from(`leaf ${number}`)));

describe('the published trees', () => {
  test('have the published roots', () => {
    expect(ROOTS.map((_, index) => rootOf(treeOf(published.slice(0, index + 1))).toString('hex'))).toEqual(
      ROOTS,
    );
    expect(rootOf(emptyTree).toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  test('have the published proofs of consistency', () => {
    expect(hex(consistency(1, published))).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(hex(consistency(6, published))).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
    expect(hex(consistency(2, published.slice(0, 5)))).toEqual([
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ]);
  });

  test('have the published proofs of inclusion', () => {
    expect(hex(inclusion(0, published))).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
  });
});

const size = fc.integer({ min: 1, max: manyLeaves.length });

describe('any tree', () => {
  test('has the root that the definition gives, also from what was kept of it', () => {
    fc.assert(
      fc.property(size, (count) => {
        const tree = treeOf(manyLeaves.slice(0, count));
        expect(rootOf(tree)).toEqual(byDefinition(manyLeaves.slice(0, count)));
        expect(treeFrom(count, peakTexts(tree))).toEqual(tree);
        expect(treeFrom(count, peakTexts(tree).slice(1))).toBeUndefined();
      }),
    );
  });

  test('has a proof of each leaf, which no other place, size or hash makes good', () => {
    const cases = size.chain((count) => fc.tuple(fc.integer({ min: 0, max: count - 1 }), fc.constant(count)));
    fc.assert(
      fc.property(cases, ([index, count]) => {
        const leaves = manyLeaves.slice(0, count);
        const [proof, root] = [inclusion(index, leaves), rootOf(treeOf(leaves))];
        const leaf = leaves[index] ?? emptyRoot();
        expect(rootByInclusion(leaf, { index, size: count }, proof)).toEqual(root);
        expect(rootByInclusion(emptyRoot(), { index, size: count }, proof)).not.toEqual(root);
        expect(rootByInclusion(leaf, { index, size: count }, [...proof, root])).toBeUndefined();
        expect(rootByInclusion(leaf, { index: count, size: count }, proof)).toBeUndefined();
        if (count > 1) {
          expect(rootByInclusion(leaf, { index: index ^ 1, size: count }, proof)).not.toEqual(root);
          expect(rootByInclusion(leaf, { index, size: count }, proof.slice(1))).not.toEqual(root);
        }
      }),
    );
  });

  test('begins with each that it grew from, and with no other', () => {
    fc.assert(
      fc.property(size, size, (one, other) => {
        const [few, many] = [Math.min(one, other), Math.max(one, other)];
        const [older, newer] = [headOf(manyLeaves.slice(0, few)), headOf(manyLeaves.slice(0, many))];
        const proof = consistency(few, manyLeaves.slice(0, many));
        expect(isConsistent(older, newer, proof)).toBe(true);
        expect(isConsistent({ ...older, root: emptyRoot() }, newer, proof)).toBe(false);
        expect(isConsistent(older, { ...newer, root: emptyRoot() }, proof)).toBe(false);
        expect(isConsistent(older, newer, [...proof, emptyRoot()])).toBe(false);
        if (few !== many) expect(isConsistent(newer, older, proof)).toBe(false);
        if (proof.length > 0) expect(isConsistent(older, newer, proof.slice(1))).toBe(false);
      }),
    );
  });

  test('begins with an empty one', () => {
    expect(isConsistent(headOf([]), headOf(manyLeaves), [])).toBe(true);
  });
});
