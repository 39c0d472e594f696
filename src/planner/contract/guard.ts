import * as z from 'zod';
import {
  assertions,
  classesIn,
  defineNode,
  findColumn,
  foundAs,
  type Guard,
  type Input,
  identifier,
  isBeside,
  isKeptAsJson,
  joined,
  keyword,
  literal,
  type NodeContext,
  ORIGIN_FILE,
  ORIGIN_ROW,
  othersIn,
  QUARANTINE_FUNCTION,
  type Rule,
  referenceFindings,
  referredColumns,
  rowAction,
  rulesOf,
  type Schema,
  type Sql,
  sql,
  writtenAs,
} from '../../kit/index.js';
import type { GuardConfig } from './config.js';
import { limitFindings } from './limits.js';

const isOwn = ({ added }: GuardConfig, name: string): boolean => !isBeside(name) && !added.includes(name);

/** The columns that go on. */
const ownColumns = (config: GuardConfig, schema: Schema): Schema =>
  schema.filter(({ name }) => isOwn(config, name));

/** Of conditions with `and` between them, one that is false makes the whole false, and a null otherwise changes nothing. */
const allHold = (rules: readonly Rule[]): Sql =>
  rules.length === 0
    ? keyword('true')
    : sql`coalesce(${joined(
        rules.map(({ holds }) => sql`(${holds})`),
        ' and ',
      )}, true)`;

const NEVER = keyword('false');

/** Whether a broken rule may leave the row. Where none does, nothing has to be worked out of a row to know its way. */
const isMendable = (rules: readonly Rule[]): boolean =>
  rules.some(({ onBroken }) => onBroken === 'quarantine_value');

const by = (rules: readonly Rule[], what: Rule['onBroken']): readonly Rule[] =>
  rules.filter(({ onBroken }) => onBroken === what);

/** Past so many columns the engine takes longer to plan them than they save. */
const MANY = 100;

/**
 * Each condition is worked out once, beside the rows: whether a row goes on, and which reasons it has where it does not,
 * then read a column. Worked out anew for bad rows alone it costs more, for the engine spends time by the chunk.
 */
const besideRows = (
  rules: readonly Rule[],
): { readonly rules: readonly Rule[]; readonly columns: readonly Sql[] } => {
  const isWorkedOut = ({ isOverRows = false }: Rule): boolean => isOverRows || rules.length <= MANY;
  const named = rules.map((rule, index) => ({ rule, name: identifier(writtenAs(`rule ${index}`)) }));
  return {
    rules: named.map(({ rule, name }) => (isWorkedOut(rule) ? { ...rule, holds: name } : rule)),
    columns: named.flatMap(({ rule, name }) => (isWorkedOut(rule) ? [sql`(${rule.holds}) as ${name}`] : [])),
  };
};

/** A file that lacks a column of the contract: none of its rows can keep it. */
const lackingRules = ({ lacking = {} }: GuardConfig): readonly Rule[] =>
  Object.entries(lacking).map(([column, files]) => ({
    rule: 'missing_column',
    columns: [column],
    message: 'a column that the file has',
    holds: sql`${identifier(ORIGIN_FILE)} not in (${joined(files.map((name) => literal(name)))})`,
    onBroken: 'quarantine_row',
  }));

const allRules = (config: GuardConfig, input: Input, inputs: readonly Input[]): readonly Rule[] => [
  ...lackingRules(config),
  ...rulesOf(config.contract, input.schema, config.formats, othersIn(inputs)),
];

/** A value in quarantine. */
const asKept = ({ name, type }: Schema[number]): Sql =>
  type === 'VARCHAR' || isKeptAsJson(type) ? identifier(name) : sql`${identifier(name)}::varchar`;

const original = (config: GuardConfig, { schema }: Input): Sql => {
  const fields = ownColumns(config, schema).map((column) => {
    const { name } = column;
    const found = findColumn(schema, foundAs(name)) ?? findColumn(schema, writtenAs(name)) ?? column;
    return sql`${literal(name)}: ${asKept(found)}`;
  });
  return sql`{${joined(fields)}}`;
};

/** In plain form what the file has in a form of its own; null where it has no such column. */
const plain = (config: GuardConfig, { schema }: Input): Sql => {
  const names = ownColumns(config, schema).map(({ name }) => name);
  const fields = names
    .filter((name) => findColumn(schema, foundAs(name)))
    .map((name) => sql`${literal(name)}: ${identifier(writtenAs(name))}`);
  return fields.length === 0 ? keyword('null') : sql`{${joined(fields)}}`;
};

/** The columns that it reads: for quarantine all that go on, and where they come from. */
const usedColumns = ({ isNumbered, added }: GuardConfig, schema: Schema): Schema =>
  schema.filter(({ name }) => name !== ORIGIN_ROW || isNumbered || !added.includes(name));

const originOf = (config: GuardConfig, { schema }: Input, name: string): Sql =>
  findColumn(usedColumns(config, schema), name) ? identifier(name) : keyword('null');

/** Whether a row that breaks rules goes on all the same, without the values that break them. */
const goesOn = (rules: readonly Rule[]): Sql =>
  isMendable(rules) ? allHold(rules.filter(({ onBroken }) => onBroken !== 'quarantine_value')) : NEVER;

/** The row for quarantine as JSON text; worked out only for rows that break a rule. */
const rowText = (config: GuardConfig, input: Input, rules: readonly Rule[]): Sql => {
  const holds = rules.map((rule) => rule.holds);
  return sql`to_json({g: ${goesOn(rules)}, f: ${originOf(config, input, ORIGIN_FILE)}, n: ${originOf(config, input, ORIGIN_ROW)}, h: [${joined(holds)}], o: ${original(config, input)}, p: ${plain(config, input)}})::varchar`;
};

const action = (rules: readonly Rule[]): Sql => {
  const always = literal(rowAction.take);
  const take = isMendable(rules)
    ? sql`case when ${allHold(by(rules, 'quarantine_row'))} then ${literal(rowAction.mend)} else ${always} end`
    : always;
  const frozen = by(rules, 'freeze');
  return frozen.length === 0
    ? take
    : sql`case when ${allHold(frozen)} then ${take} else ${literal(rowAction.stop)} end`;
};

/** A column as it goes on: without the values that broke a rule under `quarantine_value`. */
const goingOn = (mending: readonly Rule[], name: string): Sql => {
  const own = mending.filter(({ columns }) => columns.includes(name));
  const column = identifier(name);
  return own.length === 0 ? column : sql`case when ${allHold(own)} then ${column} end as ${column}`;
};

/**
 * The rows that keep the contract, the others given to quarantine on the way. `offset 0` leaves nothing out: over it
 * the engine moves no filter down, which would take rows away before the contract sees them.
 */
const lower = ({ config, input, inputs }: NodeContext<GuardConfig>): Sql => {
  const { rules, columns } = besideRows(allRules(config, input, inputs));
  const mending = by(rules, 'quarantine_value');
  const names = joined(ownColumns(config, input.schema).map(({ name }) => goingOn(mending, name)));
  const from =
    columns.length === 0
      ? sql`${input}`
      : sql`(select *, ${joined(columns)} from ${input}) as ${identifier(input.alias)}`;
  const call = sql`${keyword(QUARANTINE_FUNCTION)}(${literal(config.node)}, ${action(rules)}, ${rowText(config, input, rules)})`;
  return sql`select ${names} from ${from} where case when ${rules.length === 0 ? UNSEEN : allHold(rules)} then true else ${call} end offset 0`;
};

/** True, in a way that the engine does not see: the rows are counted where the call stands. */
const UNSEEN = keyword('random() < 2');

const guard = ({ config, input, inputs }: NodeContext<GuardConfig>): Guard => {
  const { contract, node } = config;
  const rules = allRules(config, input, inputs);
  const { rows: tolerated, share } = contract.tolerate ?? {};
  return {
    node,
    classes: classesIn(contract, input.schema),
    rules: rules.map(({ rule, columns, message }) => ({ rule, columns, message })),
    ...(tolerated === undefined ? {} : { tolerated }),
    ...(share === undefined ? {} : { share }),
    ...(contract.record_numbers === undefined ? {} : { findsRecords: contract.record_numbers }),
    ...(contract.rows ? { rows: contract.rows } : {}),
  };
};

/** A contract as a node of the plan: rows that keep it go on, all others go to quarantine with their reasons. */
export const contractGuard = defineNode({
  kind: 'contract',
  family: 'transform',
  summary: 'Lets the rows through that keep a contract.',
  description: '',
  config: z.custom<GuardConfig>(),
  inputs: { min: 1, max: Number.POSITIVE_INFINITY },
  readsAll: true,
  example: { document: '' },
  check: ({ config, input, inputs }) => [
    ...limitFindings(config),
    ...assertions(config, input.schema),
    ...referenceFindings(config.contract, input.schema, othersIn(inputs)),
  ],
  schema: ({ config, input }) => ownColumns(config, input.schema),
  lower,
  guard,
  // Every column counts: the whole row goes to quarantine.
  lineage: ({ config, input, schema }) => ({
    columns: Object.fromEntries(schema.map(({ name }) => [name, [{ input: input.alias, column: name }]])),
    rows: [
      ...usedColumns(config, input.schema).map(({ name }) => ({ input: input.alias, column: name })),
      ...referredColumns(config.contract),
    ],
  }),
  order: ({ input }) => input.order,
});
