import type { SourceText } from '../lines.js';

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** The keys that enclose an offset, by indentation: all that is left to go by in a broken text. */
export const enclosingKeys = (source: SourceText, offset: number): readonly string[] => {
  const lines = source.text.slice(0, offset).split('\n');
  const keys: string[] = [];
  let indent = Number.POSITIVE_INFINITY;
  for (const line of lines.toReversed()) {
    const [, lead = '', key] = /^(\s*(?:- )?)([\w-]+)\s*:/.exec(line) ?? [];
    if (key === undefined || lead.length >= indent || indentOf(line) >= indent) continue;
    keys.unshift(key);
    indent = lead.length;
  }
  return keys;
};

/** Whether a path or the keys around a place lead into the `with` of a node. */
export const isUnderWith = (path: readonly (string | number)[]): boolean =>
  path[0] === 'nodes' && path[2] === 'with';
