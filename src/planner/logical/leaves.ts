import type { ColumnRef, Expression, PatternRef, Query, StorePath, TypeRef } from '../../kit/index.js';

/** The values in a config that speak of columns, types, files or SQL. */
export type Leaf = Expression | Query | ColumnRef | TypeRef | PatternRef | StorePath;

export interface PlacedLeaf {
  readonly path: readonly (string | number)[];
  readonly leaf: Leaf;
}

const kinds = new Set(['expression', 'query', 'column', 'type', 'pattern', 'path']);

const isLeaf = (value: object): value is Leaf =>
  'kind' in value &&
  typeof value.kind === 'string' &&
  kinds.has(value.kind) &&
  ('text' in value || 'name' in value);

/** Every leaf of a config with the way to it. */
export const leavesOf = (value: unknown, path: readonly (string | number)[] = []): readonly PlacedLeaf[] => {
  if (typeof value !== 'object' || value === null) return [];
  if (isLeaf(value)) return [{ path, leaf: value }];
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf(item, [...path, index]));
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...path, key]));
};

/** The config with each leaf replaced by what `change` gives for it. */
export const mapLeaves = (value: unknown, change: (leaf: Leaf) => Leaf): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (isLeaf(value)) return change(value);
  if (Array.isArray(value)) return value.map((item) => mapLeaves(item, change));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapLeaves(item, change)]));
};
