import {
  findColumn,
  type Input,
  identifier,
  isBeside,
  joined,
  nodeContext,
  ORIGIN_FILE,
  ORIGIN_ROW,
  type Schema,
  type Sql,
  sql,
} from '../../kit/index.js';
import type { GuardConfig } from '../contract/config.js';
import { passing, taken } from '../contract/guard-trace.js';
import { inputsOf } from '../logical/inputs.js';
import { type LogicalNode, type LogicalPlan, nodeNamed } from '../logical/plan.js';

/** A plan whose rows are looked at. */
export interface Tracing {
  readonly plan: LogicalPlan;
  /** Reading nodes, and those with functions of the author, whose rows are kept in tables, by their names. */
  readonly tables: ReadonlyMap<string, string>;
}

const originColumns: Schema = [
  { name: ORIGIN_FILE, type: 'VARCHAR' },
  { name: ORIGIN_ROW, type: 'BIGINT' },
];

/** Names of the engine's own columns by which files and rows are counted; columns of files may hide them. */
const COUNTERS = ['file_index', 'file_row_number'];

/** Whether the records of a reading node can be told by their files and numbers. */
export const hasOrigin = ({ source }: LogicalNode): boolean =>
  source !== undefined &&
  source.files.length > 0 &&
  COUNTERS.every((name) => findColumn(source.schema, name) === undefined);

/** The columns of a reading node, and where its records come from. */
export const readSchema = (node: LogicalNode): Schema => [
  ...node.schema,
  ...(hasOrigin(node) ? originColumns.filter(({ name }) => !findColumn(node.schema, name)) : []),
];

const names = (schema: Schema): Sql => joined(schema.map(({ name }) => identifier(name)));

/** Everything that a reading node reads, with the file and the number of each record. */
export const readRows = ({ tables }: Tracing, node: LogicalNode): Sql => {
  const { kind, config, source, name } = node;
  const table = tables.get(name);
  const columns = readSchema(node);
  if (table !== undefined) return sql`select ${names(columns)} from ${identifier(table)}`;
  if (kind.family !== 'read' || !source) throw new Error(`"${name}" does not read`);
  const asked = hasOrigin(node) ? { ...(config as object), row_origin: true } : config;
  return kind.lower({ config: asked, source, columns });
};

/** What a function of the author has made. */
const madeRows = ({ tables }: Tracing, { name, schema }: LogicalNode): Sql => {
  const table = tables.get(name);
  if (table === undefined) throw new Error(`the function of "${name}" was not called`);
  return sql`select ${names(schema)} from ${identifier(table)}`;
};

/** The rows that a node gives to a function of the author. */
export const rowsForFunction = (tracing: Tracing, node: LogicalNode): Sql => {
  const { kind, config, output, inputs } = node;
  if (kind.family !== 'transform') throw new Error(`"${node.name}" has no function`);
  const view = nodeContext(config, inputsOf(tracing.plan, node), output);
  const above = inputs.map((edge) => edge.node);
  return withTables(tablesUpTo(tracing, above), kind.lower(view));
};

/** A node as SQL over its inputs, for those who only look: nothing is counted, and no row goes to quarantine. */
const lowerToLook = (tracing: Tracing, node: LogicalNode, inputs: readonly Input[]): Sql => {
  const { kind, config, output, schema, source } = node;
  const view = nodeContext(config, inputs, output);
  switch (kind.family) {
    case 'read':
      if (tracing.tables.has(node.name))
        return sql`select ${names(schema)} from (${readRows(tracing, node)})`;
      if (!source) throw new Error(`reading node "${node.name}" was never looked at`);
      return kind.lower({ config, source, columns: schema });
    case 'transform':
      if (kind.kind === 'contract') return passing(nodeContext(config as GuardConfig, inputs));
      if (kind.kind === 'quarantined') return taken(nodeContext(config as GuardConfig, inputs));
      if (kind.code) return madeRows(tracing, node);
      return kind.lower(view);
    default:
      return sql`select * from ${view.input}`;
  }
};

/** The nodes above some, and these, each after those that it reads. */
export const upTo = (plan: LogicalPlan, ends: readonly string[]): readonly LogicalNode[] => {
  const wanted = new Set(ends);
  return plan.nodes
    .toReversed()
    .filter(({ name, inputs }) => {
      if (!wanted.has(name)) return false;
      for (const { node } of inputs) wanted.add(node);
      return true;
    })
    .toReversed();
};

/** Common tables of the nodes given and of all above them, each under its name. */
export const tablesUpTo = (tracing: Tracing, ends: readonly string[]): readonly Sql[] =>
  upTo(tracing.plan, ends).map((node) => {
    const rows = lowerToLook(tracing, node, inputsOf(tracing.plan, node));
    return sql`${identifier(node.name)} as not materialized (${rows})`;
  });

/** A node over inputs that are called otherwise. */
export const lowerOver = lowerToLook;

/** A query over common tables. */
export const withTables = (tables: readonly Sql[], query: Sql): Sql =>
  tables.length === 0 ? query : sql`with ${joined(tables, ',\n')}\n${query}`;

/** The columns by which rows of a node can be chosen: of a reading node also where its records come from. */
export const choosingSchema = (node: LogicalNode): Schema =>
  (node.kind.family === 'read' ? readSchema(node) : node.schema).filter(({ name }) => !isBeside(name));

/** The rows of a node for which a condition over its columns, under the alias, holds. */
export const rowsWhere = (tracing: Tracing, name: string, alias: string, condition: Sql): Sql => {
  const node = nodeNamed(tracing.plan, name);
  const { schema } = node;
  const isRead = node.kind.family === 'read';
  const from = isRead
    ? sql`(${readRows(tracing, node)}) as ${identifier(alias)}`
    : sql`${identifier(name)} as ${identifier(alias)}`;
  const columns = joined(schema.map((column) => sql`${identifier(alias)}.${identifier(column.name)}`));
  return withTables(
    isRead ? [] : tablesUpTo(tracing, [name]),
    sql`select ${columns} from ${from} where ${condition}`,
  );
};
