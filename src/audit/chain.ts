import { leafHash } from './merkle/hash.js';
import { emptyTree, type Tree, withLeaf } from './merkle/tree.js';
import { type AuditRecord, hashOfLine, NO_PREVIOUS, recordFrom } from './record.js';

/** Where a trail stands after some records. */
export interface Chain {
  readonly tree: Tree;
  /** Of the last line. */
  readonly previous: string;
}

export const emptyChain: Chain = { tree: emptyTree, previous: NO_PREVIOUS };

/** The chain with one more line, whatever is in it. */
export const withLine = ({ tree }: Chain, line: Buffer): Chain => ({
  tree: withLeaf(tree, leafHash(line)),
  previous: hashOfLine(line),
});

/** What a line is in a chain: its record, or what is wrong with it, in words. */
export type Linked =
  | { readonly record: AuditRecord }
  | { readonly kind: 'unreadable' | 'number' | 'previous'; readonly fault: string };

const numberFault = (expected: number, found: number): string =>
  found > expected
    ? `record ${found} stands where record ${expected} should: records are missing before it, or are out of order`
    : `record ${found} stands where record ${expected} should: records are out of order, or stand twice`;

/** Holds the next line of a chain against the lines before it. */
export const linked = ({ tree, previous }: Chain, line: Buffer): Linked => {
  const expected = tree.size;
  const record = recordFrom(line);
  if (!record) {
    const fault = `line of record ${expected} is no record in canonical JSON: it was changed`;
    return { kind: 'unreadable', fault };
  }
  if (record.number !== expected) return { kind: 'number', fault: numberFault(expected, record.number) };
  if (record.previous === previous) return { record };
  const fault =
    expected === 0
      ? 'record 0 is chained to a record before it: records are missing at the beginning'
      : `record ${expected} is chained to another record than the one before it`;
  return { kind: 'previous', fault };
};
