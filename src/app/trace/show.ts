import {
  type Cell,
  findColumn,
  identifier,
  isBeside,
  joined,
  keyword,
  MASK,
  ORIGIN_FILE,
  ORIGIN_ROW,
  type Schema,
  type Sql,
  sql,
} from '../../kit/index.js';
import { type LogicalNode, wholeName } from '../../planner/index.js';
import { hasOrigin, readRows, sameIn, sameValues } from '../../planner/trace/index.js';
import type { RecordPlace, TracedColumn, TracedNode } from './result.js';
import type { Chosen, TraceSession } from './session.js';

/** What is known of columns: whose values are masked, and which matter. */
export interface Columns {
  readonly hidden: ReadonlyMap<string, ReadonlySet<string>>;
  readonly matter: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Names and types of columns as they are shown. */
export const shownColumns = (
  schema: Schema,
  node: string,
  { hidden, matter }: Columns,
): readonly TracedColumn[] =>
  schema.map(({ name, type }) => ({
    name,
    type,
    isMasked: hidden.get(node)?.has(name) === true,
    matters: matter.get(node)?.has(name) === true,
  }));

/** Values of rows, those of masked columns left out. */
export const masked = (
  columns: readonly TracedColumn[],
  rows: readonly (readonly Cell[])[],
): readonly (readonly Cell[])[] =>
  rows.map((row) => row.map((cell, index) => (columns[index]?.isMasked && cell !== null ? MASK : cell)));

const namesOf = (schema: Schema): Sql => joined(schema.map(({ name }) => identifier(name)));

/** Of rows that gave way to one of them: whether a row is the one. */
const isTaken = (schema: Schema, taker: Chosen | undefined): Sql => {
  if (!taker) return keyword('');
  return sql`, exists (select 1 from ${identifier(taker.table)} as c where ${sameValues(schema)})`;
};

const isOrigin = (name: string): boolean => name === ORIGIN_FILE || name === ORIGIN_ROW;

const placesOf = (rows: readonly (readonly Cell[])[]): readonly RecordPlace[] =>
  rows.map((row) => ({
    file: String(row[0] ?? ''),
    record: row[1] === null || row[1] === undefined ? null : Number(row[1]),
  }));

/** The rows of a reading node: where each stands, and its values. Where columns came that tell, they are not shown twice. */
const readingRows = async (
  session: TraceSession,
  node: LogicalNode,
  chosen: Chosen,
  limit: number,
  schema: Schema,
  taker: Chosen | undefined,
): Promise<{ readonly values: readonly (readonly Cell[])[]; readonly records: readonly RecordPlace[] }> => {
  const origin = sql`${identifier(ORIGIN_FILE)}, ${identifier(ORIGIN_ROW)}`;
  const narrowing = await session.narrow(
    Object.fromEntries(node.schema.map(({ name }) => [name, { input: '', column: name }])),
    node.schema.filter(({ name }) => !isOrigin(name)),
    chosen,
  );
  const conditions = narrowing.map(({ condition }) => condition);
  const where = conditions.length === 0 ? keyword('') : sql` where ${joined(conditions, ' and ')}`;
  const rows = findColumn(node.schema, ORIGIN_ROW)
    ? sql`select * from ${identifier(chosen.table)}`
    : sameIn(
        sql`select * from (${readRows(session.tracing, node)})${where}`,
        node.schema,
        identifier(chosen.table),
      );
  const found = await session.rows(
    sql`select ${origin}, ${namesOf(schema)}${isTaken(schema, taker)} from (${rows}) as p order by ${origin}`,
    limit,
  );
  return { values: found.map((row) => row.slice(2)), records: placesOf(found) };
};

const isPart = ({ name }: LogicalNode): boolean => wholeName(name) !== name;

const isRead = ({ kind }: LogicalNode): boolean => kind.family === 'read';

/** Parts of a reading node with a contract bring along where their records come from. */
const tellsRecords = (node: LogicalNode): boolean =>
  isRead(node) ? hasOrigin(node) : isPart(node) && node.schema.some(({ name }) => name === ORIGIN_ROW);

const firstRows = async (
  session: TraceSession,
  node: LogicalNode,
  chosen: Chosen,
  limit: number,
  schema: Schema,
  taker: Chosen | undefined,
): Promise<Pick<TracedNode, 'values' | 'records'>> => {
  if (chosen.rows === 0 || limit === 0) return { values: [] };
  if (tellsRecords(node)) return readingRows(session, node, chosen, limit, schema, taker);
  const order = node.order === undefined ? sql` order by all` : keyword('');
  const query = sql`select ${namesOf(schema)}${isTaken(schema, taker)} from ${identifier(chosen.table)} as p${order}`;
  return { values: await session.rows(query, limit) };
};

/** Parts that cast columns for a contract or a check. */
const CASTS: ReadonlySet<string> = new Set(['contract_cast', 'check_cast']);

/** What a part of a node with a contract is called. */
const kindText = ({ kind }: LogicalNode): string => (CASTS.has(kind.kind) ? 'types' : kind.kind);

/** A node with its chosen rows, as they may be shown. */
export const shownNode = async (
  session: TraceSession,
  node: LogicalNode,
  chosen: Chosen,
  limit: number,
  columns: Columns,
  taker?: Chosen,
): Promise<Omit<TracedNode, 'inputs'>> => {
  const isShown = (name: string): boolean => !isBeside(name) && !(tellsRecords(node) && isOrigin(name));
  const schema = node.schema.filter(({ name }) => isShown(name));
  const found = await firstRows(session, node, chosen, limit, schema, taker);
  const { records } = found;
  const values = taker ? found.values.map((row) => row.slice(0, -1)) : found.values;
  const taken = taker && found.values.map((row) => row.at(-1) === true);
  const shown = shownColumns(schema, node.name, columns);
  return {
    name: node.name,
    node: wholeName(node.name),
    kind: kindText(node),
    rows: chosen.rows,
    columns: shown,
    values: masked(shown, values),
    ...(records ? { records } : {}),
    ...(taken ? { taken } : {}),
  };
};
