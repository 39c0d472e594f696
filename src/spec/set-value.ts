import { isAlias, isMap, isSeq, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { flowText } from './flow-text.js';

/** A place in a document: keys from the top. */
export type DocumentPath = readonly string[];

interface Ranged {
  readonly range?: readonly [number, number, number] | null;
}

const rangeOf = (node: unknown): readonly [number, number, number] | undefined =>
  (node as Ranged | null)?.range ?? undefined;

const pairIn = (map: YAMLMap, key: string): Pair | undefined =>
  map.items.find((item) => String((item.key as { value?: unknown } | null)?.value ?? item.key) === key);

/** The innermost map on the way to a place, and the keys that are left from there. */
const innermost = (
  root: YAMLMap,
  path: DocumentPath,
): { readonly map: YAMLMap; readonly rest: DocumentPath } => {
  const [key = '', ...rest] = path;
  const value = pairIn(root, key)?.value;
  return rest.length > 0 && isMap(value) ? innermost(value, rest) : { map: root, rest: path };
};

const nested = (path: DocumentPath, value: unknown): unknown =>
  path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value over one that is there: maps together, lists one after the other, all else in its place. */
const merged = (before: unknown, after: unknown): unknown => {
  if (Array.isArray(before) && Array.isArray(after)) return [...new Set([...before, ...after])];
  if (!isObject(before) || !isObject(after)) return after;
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Object.fromEntries(
    keys.map((key) => [key, Object.hasOwn(after, key) ? merged(before[key], after[key]) : before[key]]),
  );
};

const replaced = (text: string, from: number, to: number, by: string): string =>
  text.slice(0, from) + by + text.slice(to);

/** Behind the last key of a block, in a line of its own, before comments that stand behind it. */
const insertIntoBlock = (text: string, map: YAMLMap, line: string): string | undefined => {
  const first = rangeOf(map.items[0]?.key)?.[0];
  const last = map.items.at(-1);
  const end = rangeOf(last?.value)?.[1] ?? rangeOf(last?.key)?.[1];
  if (first === undefined || end === undefined) return undefined;
  const indent = ' '.repeat(first - (text.lastIndexOf('\n', first - 1) + 1));
  const begin = text[end - 1] === '\n' ? end - 1 : end;
  const next = text.indexOf('\n', begin);
  const isCrLf = next > 0 && text[next - 1] === '\r';
  const at = next < 0 ? text.length : isCrLf ? next - 1 : next;
  return replaced(text, at, at, `${isCrLf ? '\r\n' : '\n'}${indent}${line}`);
};

const insertIntoFlow = (text: string, map: YAMLMap, line: string): string | undefined => {
  const end = rangeOf(map)?.[1];
  if (end === undefined) return undefined;
  const inside = text.slice(0, end - 1).trimEnd();
  const separator = map.items.length === 0 || inside.endsWith(',') ? ' ' : ', ';
  return replaced(text, inside.length, end - 1, `${separator}${line} `);
};

/**
 * The text of a YAML document with a value at a place; every other character stays as it is. What is there already is
 * kept beside it in maps and lists, and gives way to it otherwise.
 *
 * @returns undefined where the place cannot be written: the document is no map there.
 */
export const setValue = (text: string, path: DocumentPath, value: unknown): string | undefined => {
  const root = parseDocument(text).contents;
  if (!isMap(root)) return undefined;
  const { map, rest } = innermost(root, path);
  const [key = '', ...inner] = rest;
  const wanted = nested(inner, value);
  const pair = pairIn(map, key);
  // What is written once and used in several places would change in all of them.
  if (map.anchor !== undefined || isAlias(pair?.value)) return undefined;
  if (pair) {
    const range = rangeOf(pair.value);
    const isShort = !isMap(pair.value) && !(isSeq(pair.value) && pair.value.flow !== true);
    if (!range || !isShort) return undefined;
    const before = (pair.value as { toJSON?: () => unknown }).toJSON?.();
    return replaced(text, range[0], range[1], flowText(merged(before, wanted)));
  }
  const line = `${flowText({ [key]: wanted }).slice(2, -2)}`;
  return map.flow === true ? insertIntoFlow(text, map, line) : insertIntoBlock(text, map, line);
};
