import {
  findColumn,
  type Input,
  identifier,
  joined,
  keyword,
  type Leaving,
  literal,
  type Schema,
  type Sql,
  sql,
  TRACED,
  type Traced,
} from '../../kit/index.js';
import { chances } from '../logical/chance.js';
import { type LogicalNode, type LogicalPlan, nodeNamed } from '../logical/plan.js';
import { declaredPasses } from '../rules/push-filters.js';
import { conditionFor, type Narrowing } from './narrow.js';
import { lowerOver, type Tracing, tablesUpTo, withTables } from './relations.js';

import { contextOf, relationName, type Step, type StepTrace } from './step.js';

/** A row as one value. */
const structOf = (schema: Schema): Sql =>
  sql`struct_pack(${joined(schema.map(({ name }) => sql`${identifier(name)} := ${identifier(name)}`))})`;

/** What tells a row from others. Where it may stand beside many rows of the output it is short: a row may hold long lists. */
const markOf = ({ isOnce }: Pick<Traced, 'isOnce'>, schema: Schema): Sql =>
  isOnce ? structOf(schema) : sql`hash(${joined(schema.map(({ name }) => identifier(name)))})`;

/** The inputs of a node under the names by which a step reads them, narrowed; of one, each row beside its columns. */
const inputTables = (
  {
    node,
    context,
    traced,
  }: Pick<StepTrace, 'node' | 'context'> & { readonly traced: Pick<Traced, 'isOnce'> },
  narrowing: Narrowing,
  from: (index: number) => string | undefined = () => undefined,
): readonly Sql[] =>
  context.inputs.map((input: Input, index) => {
    const row =
      index === context.traced
        ? sql`, ${markOf(traced, input.schema)} as ${identifier(TRACED)}`
        : keyword('');
    const source = identifier(from(index) ?? node.inputs[index]?.node ?? '');
    const rows = sql`select *${row} from ${source} where ${conditionFor(input.alias, narrowing)}`;
    return sql`${identifier(relationName(index))} as not materialized (${rows})`;
  });

const FLOATS = /^(DOUBLE|FLOAT)$/;

/** Sums of floating point may end otherwise when they are worked out again: those are compared with fewer digits. */
const comparable = (plan: LogicalPlan, { name, schema }: LogicalNode, column: string, value: Sql): Sql => {
  const isSlight = (chances(plan).get(name) ?? []).some((chance) => chance.isSlight);
  const type = findColumn(schema, column)?.type ?? '';
  return isSlight && FLOATS.test(type) ? sql`try_cast(${value} as float)` : value;
};

const told = ({ node, traced }: StepTrace): readonly string[] =>
  traced.by ?? node.schema.map(({ name }) => name);

/** That two relations have the same row of a node. */
const sameRow = (plan: LogicalPlan, step: StepTrace, one: string, other: string): Sql => {
  const terms = told(step).map((name) => {
    const [a, b] = [one, other].map((alias) =>
      comparable(plan, step.node, name, sql`${identifier(alias)}.${identifier(name)}`),
    );
    return sql`${a ?? keyword('')} is not distinct from ${b ?? keyword('')}`;
  });
  return terms.length === 0 ? keyword('true') : joined(terms, ' and ');
};

const ROW = sql`${identifier('p')}.${identifier(TRACED)}`;

const fieldsOf = (schema: Schema): Sql =>
  joined(schema.map(({ name }) => sql`struct_extract(${ROW}, ${literal(name)}) as ${identifier(name)}`));

const inputSchema = ({ context }: StepTrace): Schema => context.inputs[context.traced]?.schema ?? [];

const semi = (plan: LogicalPlan, step: StepTrace, table: string): Sql =>
  told(step).length === 0
    ? sql` where exists (select 1 from ${identifier(table)})`
    : sql` semi join ${identifier(table)} as c on ${sameRow(plan, step, 'p', 'c')}`;

/** Inputs of the node and all above, and then the inputs as the step reads them. */
const stepTables = (tracing: Tracing, step: StepTrace, narrowing: Narrowing): readonly Sql[] => [
  ...tablesUpTo(
    tracing,
    step.node.inputs.map(({ node }) => node),
  ),
  ...inputTables(step, narrowing),
];

/** The rows of an input that made chosen rows of a node. */
export const madeOf = (tracing: Tracing, step: StepTrace, chosen: string, narrowing: Narrowing): Sql => {
  const { traced, context } = step;
  const schema = inputSchema(step);
  const pairs = sql`(${traced.rows}) as p${semi(tracing.plan, step, chosen)}`;
  const tables = stepTables(tracing, step, narrowing);
  if (traced.isOnce) return withTables(tables, sql`select ${fieldsOf(schema)} from ${pairs}`);
  const made = sql`(select ${identifier(TRACED)} from ${pairs}) as m`;
  const rows = sql`select ${joined(schema.map(({ name }) => identifier(name)))} from ${identifier(relationName(context.traced))} as p`;
  return withTables(
    tables,
    sql`${rows} semi join ${made} on ${ROW} is not distinct from m.${identifier(TRACED)}`,
  );
};

/** The rows of a step beside those that they went into, as the engine is asked whether there is such a thing. */
export const pairsSql = (tracing: Tracing, step: StepTrace): Sql =>
  withTables(stepTables(tracing, step, []), sql`select ${identifier(TRACED)} from (${step.traced.rows})`);

/** How many of the chosen rows a node does not give over those rows alone that are thought to have made them, in one row. */
export const notGivenAgain = (tracing: Tracing, step: StepTrace, chosen: string): Sql => {
  const { node, context } = step;
  const again = context.inputs.map((input, index) => ({ ...input, name: `input ${index + 1} again` }));
  const thought = sql`select ${fieldsOf(inputSchema(step))} from (${step.traced.rows}) as p${semi(tracing.plan, step, chosen)}`;
  const tables = again.map((input, index) => {
    const whole = sql`select * from ${identifier(node.inputs[index]?.node ?? '')}`;
    return sql`${identifier(input.name)} as (${index === step.index ? thought : whole})`;
  });
  const all = { ...step, traced: { ...step.traced, by: node.schema.map(({ name }) => name) } };
  const missing = sql`select count(*) from ${identifier(chosen)} as c anti join (${lowerOver(tracing, node, again)}) as p on ${sameRow(tracing.plan, all, 'p', 'c')}`;
  return withTables([...stepTables(tracing, step, []), ...tables], missing);
};

const isOneOf = (table: string, schema: Schema, traced: Pick<Traced, 'isOnce'>): Sql =>
  sql`semi join (select ${markOf(traced, schema)} as r from ${identifier(table)}) as s on ${ROW} is not distinct from s.r`;

/**
 * The node as it is over narrowed inputs. What it passes on may come first, so that of its rows only those are left out that
 * are made of others.
 */
const wholeTable = (tracing: Tracing, step: StepTrace, narrowing: Narrowing): readonly Sql[] => {
  const { node, context } = step;
  const inputs = context.inputs.map((input, index) => ({ ...input, name: `input ${index + 1} as it is` }));
  const passes = declaredPasses(tracing.plan, node);
  const uses = Object.values(passes);
  const allowed = narrowing.filter(({ use }) =>
    uses.some((other) => other.input === use.input && other.column === use.column),
  );
  return [
    ...inputs.map((input, index) => {
      const rows = sql`select * from ${identifier(node.inputs[index]?.node ?? '')} where ${conditionFor(input.alias, allowed)}`;
      return sql`${identifier(input.name)} as not materialized (${rows})`;
    }),
    sql`${identifier('as it is')} as not materialized (${lowerOver(tracing, node, inputs)})`,
  ];
};

/** The rows of a node that are made of chosen rows of an input. */
export const wentInto = (tracing: Tracing, step: StepTrace, chosen: string, narrowing: Narrowing): Sql => {
  const { node, traced } = step;
  const pairs = sql`(select * from (${traced.rows}) as p ${isOneOf(chosen, inputSchema(step), traced)}) as p`;
  const columns = joined(node.schema.map(({ name }) => sql`c.${identifier(name)}`));
  const matching =
    told(step).length === 0
      ? sql`where exists (select 1 from ${pairs})`
      : sql`semi join ${pairs} on ${sameRow(tracing.plan, step, 'p', 'c')}`;
  return withTables(
    [...stepTables(tracing, step, narrowing), ...wholeTable(tracing, step, narrowing)],
    sql`select ${columns} from ${identifier('as it is')} as c ${matching}`,
  );
};

/** The chosen rows of an input that no row of a node, among those that were found, is made of. */
export const stayedBehind = (
  tracing: Tracing,
  step: StepTrace | undefined,
  chosen: string,
  found: string,
  narrowing: Narrowing,
): Sql => {
  if (!step) return sql`select * from ${identifier(chosen)}`;
  const schema = inputSchema(step);
  const pairs = sql`(${step.traced.rows}) as p${semi(tracing.plan, step, found)}`;
  const row = sql`(select *, ${markOf(step.traced, schema)} as ${identifier(TRACED)} from ${identifier(chosen)}) as s`;
  return withTables(
    stepTables(tracing, step, narrowing),
    sql`select s.* exclude (${identifier(TRACED)}) from ${row} anti join (select ${identifier(TRACED)} from ${pairs}) as m on s.${identifier(TRACED)} is not distinct from m.${identifier(TRACED)}`,
  );
};

/** Why rows of an input do not come out of a node; undefined where the kind does not tell. */
export const leavingOf = (tracing: Tracing, step: Step): Leaving | undefined => {
  const { kind } = step.node;
  if (kind.family !== 'transform') return undefined;
  return kind.leaves?.(contextOf(tracing.plan, step));
};

/** Rows whose reasons are told come with all of their values, once each. */
const WHOLE = { isOnce: true } as const;

/** Rows that stayed behind, with the reason in front of the columns given. */
export const reasonsSql = (tracing: Tracing, step: Step, leaving: Leaving, behind: string): Sql => {
  const context = contextOf(tracing.plan, step);
  const source = (index: number): string | undefined =>
    index === context.traced && leaving.isOverRows !== true ? behind : undefined;
  const schema = context.inputs[context.traced]?.schema ?? [];
  const tables = [
    ...tablesUpTo(
      tracing,
      step.node.inputs.map(({ node }) => node),
    ),
    ...inputTables({ node: step.node, context, traced: WHOLE }, [], source),
  ];
  const rows = sql`select p.reason as reason, ${fieldsOf(schema)} from (${leaving.rows}) as p ${isOneOf(behind, schema, WHOLE)}`;
  return withTables(tables, rows);
};

/** That `p` and `c` are the same row, value by value. */
export const sameValues = (schema: Schema): Sql =>
  joined(
    schema.map(({ name }) => sql`p.${identifier(name)} is not distinct from c.${identifier(name)}`),
    ' and ',
  );

/** Those rows that are among others, by their values. */
export const sameIn = (rows: Sql, schema: Schema, others: Sql): Sql =>
  sql`select p.* from (${rows}) as p semi join ${others} as c on ${sameValues(schema)}`;

/** The rows of a node that are among those of several tables. */
export const amongSeveral = (tracing: Tracing, name: string, tables: readonly string[]): Sql => {
  const { schema } = nodeNamed(tracing.plan, name);
  const all = joined(
    tables.map((table) => sql`select * from ${identifier(table)}`),
    ' union all ',
  );
  return withTables(
    tablesUpTo(tracing, [name]),
    sameIn(sql`select * from ${identifier(name)}`, schema, sql`(${all})`),
  );
};
