import type { Path } from './parsed.js';

/** A stretch of the source, in UTF-16 units; the end is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** How a scalar is written; `value` for one that comes from the builder and has no source. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded' | 'value';

export interface ScalarTree {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As written, without quotes. */
  readonly source: string;
  readonly style: ScalarStyle;
  readonly span?: Span;
}

export interface ListTree {
  readonly kind: 'list';
  readonly items: readonly Tree[];
  readonly flow: boolean;
  readonly span?: Span;
}

export interface Entry {
  readonly key: string;
  /** Whether the key stands without quotes. */
  readonly plain: boolean;
  /** False for a key alone between commas: `{ a, b: 1 }`. */
  readonly hasValue: boolean;
  readonly span?: Span;
  readonly value: Tree;
}

export interface MapTree {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Entry>;
  readonly flow: boolean;
  readonly span?: Span;
}

/** A document between its text and its value: what YAML, JSON and the builder have in common. */
export type Tree = ScalarTree | ListTree | MapTree;

/** Values that a document is made of. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** The value of a tree. */
export const plainOf = (tree: Tree): Plain => {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(plainOf);
  return Object.fromEntries([...tree.entries.values()].map(({ key, value }) => [key, plainOf(value)]));
};

const child = (tree: Tree | undefined, step: string | number): Tree | undefined => {
  if (tree?.kind === 'map') return tree.entries.get(String(step))?.value;
  return tree?.kind === 'list' ? tree.items[Number(step)] : undefined;
};

/** The tree at a path, or undefined. */
export const treeAt = (root: Tree, path: Path): Tree | undefined =>
  path.reduce<Tree | undefined>(child, root);

/** The entry whose key ends the path, or undefined. */
export const entryAt = (root: Tree, path: Path): Entry | undefined => {
  const parent = treeAt(root, path.slice(0, -1));
  return parent?.kind === 'map' ? parent.entries.get(String(path.at(-1))) : undefined;
};

/** A value of the tree with the way to it; `entry` where it stands under a key. */
export interface Visit {
  readonly tree: Tree;
  readonly path: Path;
  readonly entry?: Entry;
}

/** Every value of a tree in source order, the root first. */
export function* visits(tree: Tree, path: Path = [], entry?: Entry): Generator<Visit> {
  yield { tree, path, ...(entry && { entry }) };
  if (tree.kind === 'list') {
    for (const [index, item] of tree.items.entries()) yield* visits(item, [...path, index]);
  }
  if (tree.kind === 'map') {
    for (const each of tree.entries.values()) yield* visits(each.value, [...path, each.key], each);
  }
}

/** What a look at each value of a tree finds, up to a number of findings. */
export const collected = <Found>(
  root: Tree,
  look: (visit: Visit) => readonly Found[],
  limit: number,
): readonly Found[] => {
  const all: Found[] = [];
  for (const visit of visits(root)) {
    all.push(...look(visit));
    if (all.length >= limit) break;
  }
  return all.slice(0, limit);
};
