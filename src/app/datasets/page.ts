import { failure } from '../../base/errors/index.js';
import { identifier, joined, literal, type Schema, type Sql, sql } from '../../kit/index.js';
import { rowJson } from './cells.js';
import { cursorText, readCursor } from './cursor.js';
import type { OpenView } from './pool.js';
import { askedRows, boundWhere, type CheckedQuestion, unused, usedColumns } from './question.js';
import { type ColumnsRecord, columnsRecord, type DatasetView, shownColumns } from './view.js';

/** Rows that are asked for at once. */
export interface PageQuestion extends CheckedQuestion {
  readonly limit: number;
  readonly cursor?: string;
}

/** Some rows of a dataset, each as a JSON array in text, and where those after them begin. */
export interface PageRows {
  readonly texts: readonly string[];
  readonly next?: number;
  readonly columns: ColumnsRecord;
}

/** Where a page begins. Throws MR8002 for a cursor of another question, MR8901 for one of another version or view. */
export const startOf = (view: DatasetView, id: string, cursor: string | undefined): number => {
  if (cursor === undefined) return 0;
  const { v, q, n } = readCursor(cursor);
  const { pipeline, node, runId } = view.version;
  if (v !== runId) throw failure('MR8901', `the cursor is of version ${v} of "${pipeline}/${node}"`);
  if (q === id) return n;
  throw failure('MR8901', 'the cursor is of another question, or what may be seen has changed', {
    mend: 'Read the dataset again from its first page, and keep `columns`, `where` and `order` as they are.',
  });
};

export const nextCursor = ({ version }: DatasetView, id: string, next: number): string =>
  cursorText({ v: version.runId, q: id, n: next });

/** Rows by their numbers, where nothing chooses among them; else by their places among those that are chosen. */
const placed = (
  open: OpenView,
  question: CheckedQuestion,
  where: Awaited<ReturnType<typeof boundWhere>>,
  number: string,
  { from, count }: { readonly from: number; readonly count: number },
): Sql => {
  const rows = askedRows(open, question, where, number);
  const row = identifier(number);
  if (question.order.length > 0) return sql`${rows} limit ${literal(count)} offset ${literal(from)}`;
  const after = sql`select * from (${rows}) where ${row} >= ${literal(from)}`;
  if (where) return sql`${after} limit ${literal(count)}`;
  return sql`${after} and ${row} < ${literal(from + count)}`;
};

const list = (schema: Schema): Sql => joined(schema.map(({ name }) => identifier(name)));

/** The rows of a page as a relation: one more than it takes tells whether there is another. */
export const pageRelation = async (
  open: OpenView,
  question: CheckedQuestion,
  range: { readonly from: number; readonly count: number },
) => {
  const where = await boundWhere(open, question.where);
  const number = unused('#', open.kept.table.schema);
  return { where, number, rows: placed(open, question, where, number, range) };
};

interface Numbered {
  readonly number: number;
  readonly text: string;
}

const numbered = (text: string): Numbered => {
  const end = text.indexOf(' ');
  return { number: Number(text.slice(0, end)), text: text.slice(end + 1) };
};

const readNumbered = async (
  { reader }: OpenView,
  rows: Sql,
  number: string,
  columns: Schema,
  signal: AbortSignal,
): Promise<readonly Numbered[]> => {
  const row = rowJson(columns);
  const place = identifier(number);
  if (row) {
    const texts = await reader.texts(sql`select ${place}::varchar || ' ' || ${row} from (${rows})`, signal);
    return texts.map(numbered);
  }
  const { values } = await reader.rows(sql`select ${place}, ${list(columns)} from (${rows})`, signal);
  return values.map(([first, ...cells]) => ({ number: Number(first), text: JSON.stringify(cells) }));
};

/** Reads a page. Throws MR21xx for a question that does not hold, MR8904 and MR8905 for one that fails. */
export const readPage = async (
  open: OpenView,
  view: DatasetView,
  question: CheckedQuestion,
  { from, limit }: { readonly from: number; readonly limit: number },
  signal: AbortSignal,
): Promise<PageRows> => {
  const range = { from, count: limit + 1 };
  const { where, number, rows } = await pageRelation(open, question, range);
  const found = await readNumbered(open, rows, number, question.columns, signal);
  const texts = found.slice(0, limit).map(({ text }) => text);
  const columns = columnsRecord(view, usedColumns(question, where));
  const over = found[limit];
  if (over === undefined) return { texts, columns };
  return { texts, columns, next: question.order.length > 0 ? from + limit : over.number };
};

/** A page as the API gives it. */
export const pageJson = (
  view: DatasetView,
  { columns }: CheckedQuestion,
  { texts, next }: PageRows,
  id: string,
): string => {
  const shown = new Map(shownColumns(view).map((column) => [column.name, column.shown]));
  const head = {
    version: view.version.runId,
    columns: columns.map(({ name, type }) => ({ name, type, shown: shown.get(name) ?? 'clear' })),
    ...(next === undefined ? {} : { next: nextCursor(view, id, next) }),
  };
  return `${JSON.stringify(head).slice(0, -1)},"rows":[${texts.join(',')}]}`;
};
