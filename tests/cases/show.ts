import type { Cell, Schema } from '../../src/kit/index.js';

const isText = (type: string): boolean => /VARCHAR|^JSON$|STRUCT|\[|MAP|ENUM/.test(type);

/** A value as a reader tells it apart: text in quotes, null as a word. */
const shown = (cell: Cell, type: string): string => {
  const text = typeof cell === 'string' && !isText(type) ? cell : JSON.stringify(cell);
  return text.replaceAll('|', '\\|');
};

/** Rows as a Markdown table whose head has names and types. */
export const tableOf = (schema: Schema, rows: readonly (readonly Cell[])[]): string => {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(schema.map(({ name, type }) => `${name} _${type}_`.replaceAll('|', '\\|'))),
    line(schema.map(() => '---')),
    ...rows.map((row) => line(row.map((cell, index) => shown(cell, schema[index]?.type ?? '')))),
  ].join('\n');
};

/** Rows in an order of their own, for outputs that have none. */
export const settled = (rows: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] =>
  rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
