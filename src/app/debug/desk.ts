import {
  type Cell,
  type Engine,
  findColumn,
  identifier,
  quoted,
  type Schema,
  type Sql,
  sql,
} from '../../kit/index.js';
import { type LogicalPlan, nodeNamed } from '../../planner/index.js';
import { withheld } from '../run/withheld.js';
import type { Wiring } from '../wiring.js';
import { type Hidden, maskedRows } from './hidden.js';
import type { Rows } from './result.js';

/** What looking at the rows of nodes needs. */
export interface Desk {
  readonly wiring: Wiring;
  readonly engine: Engine;
  readonly plan: LogicalPlan;
  /** Columns whose values are not shown. */
  readonly hidden: Hidden;
  /** Types of the parameters, by name. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Ends the statement that runs. */
  readonly signal: AbortSignal;
}

/** The rows of a node that ran, under its name. */
export const tableOf = (node: string): Sql => identifier(node);

/** The first rows of a statement over the rows of a node. What goes wrong shows no value that is not to be shown. */
export const rowsOf = async (
  { engine, plan, hidden, signal }: Desk,
  node: string,
  query: Sql,
  limit: number,
): Promise<readonly (readonly Cell[])[]> => {
  try {
    const sink = { kind: 'rows', limit } as const;
    return (await engine.execute({ query, sink }, { signal, onProgress: () => undefined })).values;
  } catch (thrown) {
    throw hidden.size > 0 ? withheld(thrown, plan, { nodes: [node] }) : thrown;
  }
};

/** A number that a statement gives. */
export const numberOf = async (desk: Desk, node: string, query: Sql): Promise<number> =>
  Number((await rowsOf(desk, node, query, 1))[0]?.[0] ?? 0);

export const countOf = (desk: Desk, node: string): Promise<number> =>
  numberOf(desk, node, sql`select count(*) from ${tableOf(node)}`);

const freeName = (schema: Schema, name: string): string =>
  findColumn(schema, name) ? freeName(schema, `${name} `) : name;

/** The rows of a node with their numbers, from 1, in a column that comes first. */
export const numbered = (node: string, schema: Schema): { readonly query: Sql; readonly number: Sql } => {
  const number = identifier(freeName(schema, 'number of the row'));
  return { query: sql`(select row_number() over () as ${number}, * from ${tableOf(node)})`, number };
};

const hiddenNames = ({ hidden }: Desk, node: string, schema: Schema): readonly string[] =>
  schema.map(({ name }) => name).filter((name) => hidden.get(node)?.has(name) === true);

/** Rows of a node as they may be shown. */
export const shownRows = async (
  desk: Desk,
  node: string,
  rows: readonly (readonly Cell[])[],
): Promise<Pick<Rows, 'schema' | 'rows' | 'hidden'>> => {
  const { schema } = nodeNamed(desk.plan, node);
  const { wiring, engine, plan, hidden } = desk;
  return {
    schema: schema.map(({ name, type }) => ({ name, type })),
    rows: await maskedRows(wiring, engine, plan, hidden, node, schema, rows),
    hidden: hiddenNames(desk, node, schema),
  };
};

/** The rows that satisfy a condition, with their numbers. */
export const firstRows = async (
  desk: Desk,
  node: string,
  where: Sql,
  limit: number,
  offset = 0,
): Promise<Rows> => {
  const { schema } = nodeNamed(desk.plan, node);
  const { query, number } = numbered(node, schema);
  const from = sql`select * from ${query} as ${identifier(node)} where ${where} order by ${number} limit ${amount(limit)} offset ${amount(offset)}`;
  const found = await rowsOf(desk, node, from, limit);
  return {
    ...(await shownRows(
      desk,
      node,
      found.map(([, ...row]) => row),
    )),
    numbers: found.map(([first]) => Number(first)),
  };
};

const amount = (value: number): Sql => ({ kind: 'sql', text: String(Math.floor(value)), parameters: [] });

/** A column of a relation by its alias. */
export const columnOf = (alias: string, name: string): Sql => ({
  kind: 'sql',
  text: `${quoted(alias)}.${quoted(name)}`,
  parameters: [],
});
