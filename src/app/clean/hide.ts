import { MASK } from '../../kit/index.js';

/** What a run is told by: names and codes, never values. */
const NAMES: ReadonlySet<string> = new Set([
  'about',
  'action',
  'at',
  'code',
  'column',
  'columns',
  'file',
  'node',
  'rule',
  'runId',
  'severity',
  'type',
]);

/** Texts show the first characters only of values that are longer. */
const SHOWN = 40;

const isWord = (text: string | undefined): boolean => text !== undefined && /[\p{L}\p{N}]/u.test(text);

/** How far a text goes on as the value does, of which it has the first characters at least. */
const endIn = (text: string, at: number, value: string): number => {
  let end = at + Math.min(value.length, SHOWN);
  while (end - at < value.length && text[end] === value[end - at]) end += 1;
  return end;
};

/** A value that is a word is not looked for inside of others: `30` is not in `1300`. */
const isWhole = (text: string, from: number, to: number): boolean =>
  !(isWord(text[from]) && isWord(text[from - 1])) && !(isWord(text[to - 1]) && isWord(text[to]));

const hiddenOne = (text: string, value: string): string => {
  const start = value.slice(0, SHOWN);
  let [result, done] = ['', 0];
  for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, Math.max(done, at + 1))) {
    const end = endIn(text, at, value);
    if (!isWhole(text, at, end)) continue;
    result += `${text.slice(done, at)}${MASK}`;
    done = end;
  }
  return result + text.slice(done);
};

/** Texts quote values, as JSON or as CSV does. */
const written = (value: string): readonly string[] => [
  value,
  JSON.stringify(value).slice(1, -1),
  value.replaceAll('"', '""'),
];

const outsideOf = (
  [id, ...others]: readonly string[],
  hide: (text: string) => string,
): ((text: string) => string) =>
  id === undefined ? hide : (text) => text.split(id).map(outsideOf(others, hide)).join(id);

/**
 * Puts the mask in place of values in a text: the longest first, of which others may be a part.
 *
 * @param ids of runs, which stay as they are
 */
export const hiding = (values: readonly string[], ids: readonly string[]): ((text: string) => string) => {
  const all = [...new Set(values.flatMap(written))].filter((value) => value !== '');
  const longestFirst = all.toSorted((a, b) => b.length - a.length);
  return outsideOf(ids, (text) => longestFirst.reduce(hiddenOne, text));
};

/** The same for all texts of a value from JSON. Names stay where `keepsNames`; in rows and parameters there are none. */
export const hiddenIn = <T>(value: T, hide: (text: string) => string, keepsNames = true): T => {
  const walk = (item: unknown): unknown => {
    if (typeof item === 'string') return hide(item);
    if (Array.isArray(item)) return item.map(walk);
    if (typeof item !== 'object' || item === null) return item;
    return Object.fromEntries(
      Object.entries(item).map(([key, inner]) => [key, keepsNames && NAMES.has(key) ? inner : walk(inner)]),
    );
  };
  return walk(value) as T;
};
