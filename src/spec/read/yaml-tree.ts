import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import {
  type ErrorCode,
  MillraceError,
  type Problem,
  type ProblemDetails,
  problem,
} from '../../base/errors/index.js';
import { isExact } from '../exact-number.js';
import { MAX_ALIASED, MAX_DEPTH, MAX_PROBLEMS, tooDeep } from '../limits.js';
import type { SourceText } from '../lines.js';
import type { Path } from '../parsed.js';
import { anchorProblem, tagProblem, unknownAlias } from '../trap/indicators.js';
import type { Entry, MapTree, ScalarStyle, ScalarTree, Span, Tree } from '../tree.js';

/** A tree and what is wrong with it; what is wrong is left out of the tree. */
export interface TreeResult {
  readonly tree: Tree;
  readonly problems: readonly Problem[];
}

interface Walk {
  readonly source: SourceText;
  /** By code and place, so that what is aliased is not reported twice. */
  readonly problems: Map<string, Problem>;
  /** Anchors met so far; a later one of the same name takes its place. */
  readonly anchors: Map<string, Node>;
  /** Aliased nodes that are being written out. */
  readonly open: Set<Node>;
  aliased: number;
  /** The alias outside of all others that is being written out. */
  outermost: Span | undefined;
}

const styles: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

const spanOf = (node: Node): Span => ({ start: node.range?.[0] ?? 0, end: node.range?.[1] ?? 0 });

const add = (walk: Walk, found: Problem): void => {
  walk.problems.set(`${found.code} ${found.place?.line}:${found.place?.column}`, found);
};

const report = (
  walk: Walk,
  code: ErrorCode,
  message: string,
  span: Span,
  details: ProblemDetails = {},
): void => add(walk, problem(code, message, { place: walk.source.place(span), ...details }));

/** A number that a double cannot hold as it is written stays text. */
const scalarValue = (node: Scalar): ScalarTree['value'] => {
  const { value, source = '' } = node;
  if (typeof value === 'number') return isExact(value, source) ? value : source;
  return typeof value === 'boolean' || value === null ? value : String(value);
};

const scalarTree = (node: Scalar): ScalarTree => ({
  kind: 'scalar',
  value: scalarValue(node),
  source: node.source ?? '',
  style: styles[node.type ?? ''] ?? 'plain',
  span: spanOf(node),
});

const emptyAt = (offset: number): ScalarTree => ({
  kind: 'scalar',
  value: null,
  source: '',
  style: 'plain',
  span: { start: offset, end: offset },
});

const bomb = (walk: Walk, span: Span): MillraceError =>
  new MillraceError([
    problem(
      'MR1007',
      `the aliases of the document stand for more than ${MAX_ALIASED.toLocaleString('en')} values`,
      {
        place: walk.source.place(span),
      },
    ),
  ]);

const aliasTree = (walk: Walk, alias: Alias, path: Path): Tree => {
  const target = walk.anchors.get(alias.source);
  const span = spanOf(alias);
  if (!target) add(walk, unknownAlias(walk.source, span));
  else if (walk.open.has(target)) {
    report(walk, 'MR1007', `the alias "*${alias.source}" stands inside what it stands for`, span);
  } else {
    if (walk.open.size === 0) walk.outermost = span;
    walk.open.add(target);
    const tree = treeOf(walk, target, path);
    walk.open.delete(target);
    return tree;
  }
  return emptyAt(span.start);
};

/** Reports a key that cannot be one. */
const isRefusedKey = (walk: Walk, key: Scalar, span: Span): boolean => {
  const { source = '', type } = key;
  if (source === '<<' && type === 'PLAIN') {
    report(walk, 'MR1005', 'the merge key "<<" is not allowed', span);
  } else if (source === '__proto__') {
    report(walk, 'MR1024', '"__proto__" cannot be a key', span, { mend: 'Use another name.' });
  } else if (source === '' && type === 'PLAIN') {
    report(walk, 'MR1002', 'a key is missing before ":"', span);
  } else return false;
  return true;
};

const reportDuplicate = (walk: Walk, key: string, first: Entry, span: Span): void => {
  const line = first.span && walk.source.place(first.span).line;
  report(walk, 'MR1003', `duplicate key "${key}"`, span, { label: `first given on line ${line}` });
};

const addEntry = (walk: Walk, entries: Map<string, Entry>, pair: Pair, path: Path): void => {
  const key = pair.key as Node;
  const span = spanOf(key);
  if (!isScalar(key)) {
    report(walk, 'MR1002', 'a key must be a word or a quoted text', span);
    return;
  }
  if (isRefusedKey(walk, key, span)) return;
  const text = key.source ?? '';
  const first = entries.get(text);
  if (first) {
    reportDuplicate(walk, text, first, span);
    return;
  }
  const value = pair.value ? treeOf(walk, pair.value as Node, [...path, text]) : emptyAt(span.end);
  entries.set(text, { key: text, plain: key.type === 'PLAIN', hasValue: Boolean(pair.value), span, value });
};

const mapTree = (walk: Walk, node: YAMLMap, path: Path): MapTree => {
  const entries = new Map<string, Entry>();
  for (const pair of node.items) addEntry(walk, entries, pair, path);
  return { kind: 'map', entries, flow: node.flow === true, span: spanOf(node) };
};

const listTree = (walk: Walk, node: YAMLSeq, path: Path): Tree => ({
  kind: 'list',
  items: node.items.map((item, index) => treeOf(walk, item as Node, [...path, index])),
  flow: node.flow === true,
  span: spanOf(node),
});

const countAliased = (walk: Walk, node: Node): void => {
  if (walk.open.size === 0) return;
  walk.aliased += 1;
  if (walk.aliased > MAX_ALIASED) throw bomb(walk, walk.outermost ?? spanOf(node));
};

const treeOf = (walk: Walk, node: Node, path: Path): Tree => {
  if (walk.problems.size > MAX_PROBLEMS) throw new MillraceError([...walk.problems.values()]);
  if (path.length > MAX_DEPTH) throw new MillraceError([tooDeep(walk.source, spanOf(node))]);
  countAliased(walk, node);
  if (isAlias(node)) return aliasTree(walk, node, path);
  if (node.tag !== undefined) add(walk, tagProblem(walk.source, spanOf(node), path));
  if (node.anchor !== undefined) walk.anchors.set(node.anchor, node);
  if (isMap(node)) return mapTree(walk, node, path);
  if (isSeq(node)) return listTree(walk, node, path);
  const tree = scalarTree(node as Scalar);
  if (node.anchor !== undefined && tree.source === '') add(walk, anchorProblem(walk.source, spanOf(node)));
  return tree;
};

/**
 * The tree of a composed YAML node, with aliases written out.
 *
 * @throws MR1007 where aliases stand for too much, MR1008 where they nest too deeply.
 */
export const yamlTree = (source: SourceText, node: Node): TreeResult => {
  const walk: Walk = {
    source,
    problems: new Map(),
    anchors: new Map(),
    open: new Set(),
    aliased: 0,
    outermost: undefined,
  };
  const tree = treeOf(walk, node, []);
  return { tree, problems: [...walk.problems.values()] };
};
