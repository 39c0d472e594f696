import { isMap, isSeq, parseDocument } from 'yaml';
import { failure } from '../base/errors/index.js';
import type { TestCell, TestRow } from './tests.js';

/** New rows for what one test expects of one node. */
export interface ExpectationChange {
  /** Position of the test under `tests`. */
  readonly test: number;
  readonly node: string;
  readonly rows: readonly TestRow[];
}

/** Text that YAML reads back as itself, quoted only where it must be. */
const scalar = (text: string): string => {
  const isPlain =
    /^[A-Za-z0-9_.+-][A-Za-z0-9_.+:/ -]*$/.test(text) &&
    !/: |\s$/.test(text) &&
    !/^(null|~|-|---.*)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
};

const cellText = (cell: TestCell): string => {
  if (cell === null) return 'null';
  if (typeof cell === 'string') return scalar(cell);
  if (Array.isArray(cell)) return `[${cell.map((item: TestCell) => cellText(item)).join(', ')}]`;
  return rowText(cell as TestRow);
};

const rowText = (row: TestRow): string =>
  `{ ${Object.entries(row)
    .map(([key, cell]) => `${scalar(key)}: ${cellText(cell)}`)
    .join(', ')} }`;

const rowsText = (rows: readonly TestRow[], indent: string): string =>
  rows.length === 0 ? ' []' : rows.map((row) => `\n${indent}- ${rowText(row)}`).join('');

interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const spliceFor = (text: string, { test, node, rows }: ExpectationChange): Splice => {
  const root = parseDocument(text);
  const expect = root.getIn(['tests', test, 'expect'], true);
  const pair = isMap(expect) ? expect.items.find(({ key }) => String(key) === node) : undefined;
  const key = pair?.key as { readonly range?: readonly [number, number, number] } | undefined;
  const value = pair?.value;
  const keyStart = key?.range?.[0] ?? 0;
  const start = text.indexOf(':', key?.range?.[1] ?? 0) + 1;
  const last = isSeq(value) ? value.items.at(-1) : undefined;
  const range = (last ?? value) as { readonly range?: readonly [number, number, number] } | undefined;
  const inFlow = isSeq(value) && value.flow === true;
  const end = (inFlow ? (value.range?.[1] ?? start) : range?.range?.[1]) ?? start;
  const column = keyStart - (text.lastIndexOf('\n', keyStart - 1) + 1);
  return { start, end, text: rowsText(rows, ' '.repeat(column + 2)) };
};

/**
 * A document's text with expectations replaced; every other character stays as it is.
 *
 * @throws MillraceError MR9001 for documents that are not block YAML.
 */
export const rewriteExpectations = (
  text: string,
  file: string,
  changes: readonly ExpectationChange[],
): string => {
  if (!/\.ya?ml$/i.test(file))
    throw failure('MR9001', `expectations in "${file}" cannot be rewritten: only YAML can`);
  const splices = changes.map((change) => spliceFor(text, change)).sort((a, b) => b.start - a.start);
  return splices.reduce(
    (all, { start, end, text: inner }) => all.slice(0, start) + inner + all.slice(end),
    text,
  );
};
