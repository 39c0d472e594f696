import type { Place } from '../../base/errors/index.js';
import type { SourceText } from '../lines.js';
import type { Path, SourceMap } from '../parsed.js';
import { entryAt, type ScalarTree, type Span, type Tree, treeAt } from '../tree.js';
import { blockOffsets } from './block-offsets.js';
import { flowOffsets, type Offsets } from './flow-offsets.js';

const textOf = (tree: ScalarTree): string => (typeof tree.value === 'string' ? tree.value : tree.source);

const offsetsOf = (source: string, tree: ScalarTree, { start, end }: Span): Offsets | undefined => {
  switch (tree.style) {
    case 'plain':
      return flowOffsets(source, start, end, '', textOf(tree));
    case 'single':
      return flowOffsets(source, start + 1, end - 1, "'", textOf(tree));
    case 'double':
      return flowOffsets(source, start + 1, end - 1, '"', textOf(tree));
    case 'literal':
    case 'folded':
      return blockOffsets(source, start, end, textOf(tree));
    default:
      return undefined;
  }
};

/** Offsets are found once a scalar: a long text may have many places asked for. */
type Cache = WeakMap<ScalarTree, Offsets | 'unknown'>;

const cachedOffsets = (cache: Cache, source: string, tree: ScalarTree): Offsets | undefined => {
  const known = cache.get(tree) ?? (tree.span && offsetsOf(source, tree, tree.span)) ?? 'unknown';
  cache.set(tree, known);
  return known === 'unknown' ? undefined : known;
};

const stretch = (offsets: Offsets | undefined, offset: number, length: number): Span | undefined => {
  if (!offsets) return undefined;
  const size = offsets.starts.length;
  const from = Math.max(0, Math.min(offset, size));
  const to = Math.max(from, Math.min(offset + length, size));
  const start = offsets.starts[from] ?? offsets.end;
  return { start, end: to > from ? (offsets.ends[to - 1] ?? start) : start };
};

/** The tree at a path, or the nearest around it. */
const nearestTree = (tree: Tree, path: Path): Tree => {
  for (let length = path.length; length > 0; length -= 1) {
    const found = treeAt(tree, path.slice(0, length));
    if (found) return found;
  }
  return tree;
};

const scalarText = (tree: Tree | undefined): string | undefined => {
  if (tree?.kind !== 'scalar') return undefined;
  return tree.source === '' && tree.value === null ? 'null' : tree.source;
};

/** Places of a document that was read from a text. */
export const sourceMap = (source: SourceText, tree: Tree): SourceMap => {
  const cache: Cache = new WeakMap();
  const place = (span: Span | undefined): Place | undefined => span && source.place(span);
  const valuePlace = (path: Path) => place(nearestTree(tree, path).span);
  return {
    file: source.file,
    keyPlace: (path) => place(entryAt(tree, path)?.span ?? treeAt(tree, path)?.span),
    valuePlace,
    textPlace: (path, offset, length) => {
      const found = treeAt(tree, path);
      if (found?.kind !== 'scalar') return valuePlace(path);
      return place(stretch(cachedOffsets(cache, source.text, found), offset, length) ?? found.span);
    },
    sourceText: (path) => scalarText(treeAt(tree, path)),
  };
};

/** A document that a program made: it has texts but no places. */
export const sourceOfValue = (file: string, tree: Tree): SourceMap => ({
  file,
  keyPlace: () => undefined,
  valuePlace: () => undefined,
  textPlace: () => undefined,
  sourceText: (path) => scalarText(treeAt(tree, path)),
});
