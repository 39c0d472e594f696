import type { Document } from '../../../spec/index.js';

/** One difference between two documents. */
export interface Change {
  readonly kind: 'added' | 'removed' | 'changed';
  /** Where, by keys: `nodes.late.with.where`. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const changed = (path: string, before: unknown, after: unknown): readonly Change[] => {
  if (isMapping(before) && isMapping(after)) return within(path, before, after);
  if (isSame(before, after)) return [];
  if (before === undefined) return [{ kind: 'added', path, after }];
  if (after === undefined) return [{ kind: 'removed', path, before }];
  return [{ kind: 'changed', path, before, after }];
};

const within = (
  path: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly Change[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
    changed(path === '' ? key : `${path}.${key}`, before[key], after[key]),
  );

/** What tests expect is no part of a pipeline. */
const meant = ({ tests: _, ...document }: Document): Readonly<Record<string, unknown>> => document;

/** What differs between two documents in what they mean: order of keys, formatting, comments and tests do not count. */
export const diffDocuments = (before: Document, after: Document): readonly Change[] =>
  within('', meant(before), meant(after));
