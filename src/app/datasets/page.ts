import { failure } from '../../base/errors/index.js';
import { identifier, joined, literal, type Schema, type Sql, sql } from '../../kit/index.js';
import { rowJson } from './cells.js';
import { cursorText, readCursor } from './cursor.js';
import type { PageFile } from './page-file.js';
import type { OpenView } from './pool.js';
import { askedRows, boundWhere, type CheckedQuestion, unused, usedColumns } from './question.js';
import { type ColumnsRecord, columnsRecord, type DatasetView, shownColumns } from './view.js';

/** Rows that are asked for at once. */
export interface PageQuestion extends CheckedQuestion {
  readonly limit: number;
  readonly cursor?: string;
}

/** Some rows of a dataset, and where those after them begin. */
export interface PageRows {
  /** JSON arrays with commas between them. */
  readonly json: Buffer;
  readonly rows: number;
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

/** Whether a question is for all columns of all rows as they come: such pages are there already. */
const isPlain = ({ kept: { table } }: OpenView, { columns, where, order }: CheckedQuestion): boolean =>
  where === undefined &&
  order.length === 0 &&
  columns.length === table.schema.length &&
  columns.every(({ name }, index) => name === table.schema[index]?.name);

interface Range {
  readonly from: number;
  readonly limit: number;
}

/** A page that is cut out of the file of them. */
const cutPage = async (
  { kept: { table } }: OpenView,
  pages: PageFile,
  view: DatasetView,
  question: CheckedQuestion,
  { from, limit }: Range,
): Promise<PageRows> => {
  const columns = columnsRecord(view, usedColumns(question, undefined));
  const rows = Math.max(0, Math.min(limit, table.rows - from));
  const json = await pages.rows(from, rows);
  return { json, rows, columns, ...(from + rows < table.rows ? { next: from + rows } : {}) };
};

/** Reads a page. Throws MR21xx for a question that does not hold, MR8904 and MR8905 for one that fails. */
export const readPage = async (
  open: OpenView,
  view: DatasetView,
  question: CheckedQuestion,
  { from, limit }: Range,
  signal: AbortSignal,
): Promise<PageRows> => {
  const pages = isPlain(open, question) ? open.pages() : undefined;
  if (pages) return cutPage(open, pages, view, question, { from, limit });
  const range = { from, count: limit + 1 };
  const { where, number, rows } = await pageRelation(open, question, range);
  const found = await readNumbered(open, rows, number, question.columns, signal);
  const texts = found.slice(0, limit).map(({ text }) => text);
  const columns = columnsRecord(view, usedColumns(question, where));
  const page = { json: Buffer.from(texts.join(',')), rows: texts.length, columns };
  const over = found[limit];
  if (over === undefined) return page;
  return { ...page, next: question.order.length > 0 ? from + limit : over.number };
};

/** A page as the API gives it. */
export const pageJson = (
  view: DatasetView,
  { columns }: CheckedQuestion,
  { json, next }: PageRows,
  id: string,
): Buffer => {
  const shown = new Map(shownColumns(view).map((column) => [column.name, column.shown]));
  const head = {
    version: view.version.runId,
    columns: columns.map(({ name, type }) => ({ name, type, shown: shown.get(name) ?? 'clear' })),
    ...(next === undefined ? {} : { next: nextCursor(view, id, next) }),
  };
  const start = `${JSON.stringify(head).slice(0, -1)},"rows":[`;
  return Buffer.concat([Buffer.from(start), json, Buffer.from(']}')]);
};
