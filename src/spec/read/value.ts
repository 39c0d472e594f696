import { MillraceError, type Problem, problem } from '../../base/errors/index.js';
import { MAX_DEPTH, tooDeep } from '../limits.js';
import type { Path } from '../parsed.js';
import type { Entry, ScalarTree, Tree } from '../tree.js';
import type { TreeResult } from './yaml-tree.js';

/** Values that a module may hold before the whole of it counts as endless. */
const MAX_VALUES = 1_000_000;

interface Walk {
  readonly problems: Problem[];
  count: number;
}

const scalar = (value: ScalarTree['value'], source = String(value)): ScalarTree => ({
  kind: 'scalar',
  value,
  source,
  style: 'value',
});

const refuse = (walk: Walk, path: Path, what: string): Tree => {
  walk.problems.push(problem('MR1022', `${what} at "${path.join('.')}" cannot be part of a document`));
  return scalar(null);
};

const bigint = (value: bigint): Tree =>
  Number.isSafeInteger(Number(value)) ? scalar(Number(value)) : scalar(String(value));

const isMapping = (value: object): value is Readonly<Record<string, unknown>> => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};

const mapTree = (walk: Walk, value: Readonly<Record<string, unknown>>, path: Path): Tree => {
  const entries = new Map<string, Entry>();
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    if (key === '__proto__') refuse(walk, path, 'the key "__proto__"');
    else entries.set(key, { key, plain: false, hasValue: true, value: treeOf(walk, item, [...path, key]) });
  }
  return { kind: 'map', entries, flow: false };
};

const objectTree = (walk: Walk, value: object, path: Path): Tree => {
  if (Array.isArray(value)) {
    return {
      kind: 'list',
      items: value.map((item, index) => treeOf(walk, item, [...path, index])),
      flow: false,
    };
  }
  if (isMapping(value)) return mapTree(walk, value, path);
  return refuse(walk, path, `a ${value.constructor?.name ?? 'value'} object`);
};

const treeOf = (walk: Walk, value: unknown, path: Path): Tree => {
  walk.count += 1;
  if (path.length > MAX_DEPTH || walk.count > MAX_VALUES) throw new MillraceError([tooDeep()]);
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return scalar(value);
  if (typeof value === 'number') {
    return Number.isFinite(value) ? scalar(value) : refuse(walk, path, `the number ${value}`);
  }
  if (typeof value === 'bigint') return bigint(value);
  if (typeof value === 'object') return objectTree(walk, value, path);
  return refuse(walk, path, typeof value === 'undefined' ? 'an undefined value' : `a ${typeof value}`);
};

/** Reads a value that a program made. Keys whose value is undefined are left out. */
export const readValue = (value: unknown): TreeResult => {
  const walk: Walk = { problems: [], count: 0 };
  return { tree: treeOf(walk, value, []), problems: walk.problems };
};
