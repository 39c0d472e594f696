import * as z from 'zod';
import { own } from '../../base/own.js';
import {
  assertions,
  classesIn,
  type DataClasses,
  defineNode,
  FAULT,
  findColumn,
  foundAs,
  type Guard,
  type Input,
  identifier,
  isBeside,
  isKeptAsJson,
  joined,
  type KeptColumn,
  keptText,
  keyword,
  type Leaving,
  literal,
  masksIn,
  type NodeContext,
  ORIGIN_FILE,
  ORIGIN_ROW,
  othersIn,
  QUARANTINE_FUNCTION,
  quarantineSchema,
  REASON,
  RULES_A_FIELD,
  type Rule,
  referenceFindings,
  referredColumns,
  rowAction,
  rulesOf,
  type Schema,
  type Sql,
  setAside,
  sql,
  THROWN,
  TRACED,
  type TraceContext,
  type Traced,
  writtenAs,
} from '../../kit/index.js';
import type { GuardConfig } from './config.js';
import { allHold } from './holds.js';
import { limitFindings } from './limits.js';
import { countingRepairs, repairsOf } from './repairs.js';

const isOwn = ({ added }: GuardConfig, name: string): boolean => !isBeside(name) && !added.includes(name);

/** The columns that go on. */
const ownColumns = (config: GuardConfig, schema: Schema): Schema =>
  schema.filter(({ name }) => isOwn(config, name));

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

/** What quarantine calls what a function threw; no column of the row is called so. */
const thrownName = (schema: Schema): string =>
  findColumn(schema, THROWN) ? `${THROWN} of the function` : THROWN;

/** A function of the author that threw for the row has given it no values. */
const thrownRules = ({ contract }: GuardConfig, { schema }: Input): readonly Rule[] =>
  findColumn(schema, FAULT)
    ? [
        {
          rule: 'code',
          columns: [thrownName(schema)],
          message: 'values from the function, which threw',
          holds: sql`${identifier(FAULT)} is null`,
          onBroken: contract.invalid_values === 'freeze' ? 'freeze' : 'quarantine_row',
        },
      ]
    : [];

const allRules = (config: GuardConfig, input: Input, inputs: readonly Input[]): readonly Rule[] => [
  ...lackingRules(config),
  ...thrownRules(config, input),
  ...rulesOf(config.contract, input.schema, config.formats, othersIn(inputs)),
];

/** The column that has a column's values as its file has them. */
const foundColumn = (schema: Schema, column: Schema[number]): Schema[number] =>
  findColumn(schema, foundAs(column.name)) ?? findColumn(schema, writtenAs(column.name)) ?? column;

/** The columns of a row in quarantine, by the names that their files have for them: those that go on, and those set aside. */
const columnsKept = (config: GuardConfig, schema: Schema): readonly (readonly [string, Schema[number]])[] =>
  schema.flatMap((column): readonly (readonly [string, Schema[number]])[] => {
    const aside = setAside(column.name);
    if (aside !== undefined) return [[aside, column]];
    if (column.name === FAULT) return [[thrownName(schema), column]];
    return isOwn(config, column.name) ? [[column.name, foundColumn(schema, column)]] : [];
  });

const keptColumns = (config: GuardConfig, schema: Schema): readonly KeptColumn[] =>
  columnsKept(config, schema).map(([name, { type }]) => ({ name, isJson: isKeptAsJson(type) }));

/** Columns that the file has in a form of its own. */
const plainColumns = (config: GuardConfig, schema: Schema): readonly string[] =>
  ownColumns(config, schema).flatMap(({ name }) => (findColumn(schema, foundAs(name)) ? [name] : []));

/** The columns that it reads: for quarantine all that go on, and where they come from. */
const usedColumns = ({ isNumbered, added }: GuardConfig, schema: Schema): Schema =>
  schema.filter(({ name }) => name !== ORIGIN_ROW || isNumbered || !added.includes(name));

const originOf = (config: GuardConfig, { schema }: Input, name: string): Sql =>
  findColumn(usedColumns(config, schema), name) ? identifier(name) : keyword('null');

/** Whether a row that breaks rules goes on all the same, without the values that break them. */
const goesOn = (rules: readonly Rule[]): Sql =>
  isMendable(rules) ? allHold(rules.filter(({ onBroken }) => onBroken !== 'quarantine_value')) : NEVER;

/** Bits for the rules that a row breaks; a null breaks none. */
const brokenRules = (rules: readonly Rule[]): readonly Sql[] => {
  const bits = rules.map(
    ({ holds }, index) =>
      sql`case when not (${holds}) then ${literal(2 ** (index % RULES_A_FIELD))} else 0 end`,
  );
  return Array.from(
    { length: Math.ceil(bits.length / RULES_A_FIELD) },
    (_, field) =>
      sql`(${joined(bits.slice(field * RULES_A_FIELD, (field + 1) * RULES_A_FIELD), ' + ')})::bigint::varchar`,
  );
};

/** The row for quarantine as a line; worked out only for rows that break a rule, and few nodes of an expression for each. */
const rowText = (config: GuardConfig, input: Input, rules: readonly Rule[]): Sql => {
  const { schema } = input;
  const origins = [ORIGIN_FILE, ORIGIN_ROW].map((name) => sql`${originOf(config, input, name)}::varchar`);
  const columns = columnsKept(config, schema).map(([, column]) => keptText(column));
  const plain = plainColumns(config, schema).map((name) => identifier(writtenAs(name)));
  const texts = [sql`(${goesOn(rules)})::varchar`, ...origins, ...brokenRules(rules), ...columns, ...plain];
  return sql`to_json([${joined(texts)}])::varchar`;
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
  const goes = sql`case when ${rules.length === 0 ? UNSEEN : allHold(rules)} then true else ${call} end`;
  const counting = countingRepairs(config.node, repairsOf(config.contract, input.schema, mending), goes);
  return sql`select ${names} from ${from} where ${counting} offset 0`;
};

/** What the rules leave of a relation, with `goes` telling which rows; nothing is given to quarantine. */
const held = (config: GuardConfig, input: Input, inputs: readonly Input[]) => {
  const { rules, columns } = besideRows(allRules(config, input, inputs));
  const from =
    columns.length === 0
      ? sql`${input}`
      : sql`(select *, ${joined(columns)} from ${input}) as ${identifier(input.alias)}`;
  return { rules, mending: by(rules, 'quarantine_value'), from };
};

/** The rows that keep the contract, as they go on, for those who only look: none is given to quarantine. */
export const passing = (
  { config, input, inputs }: NodeContext<GuardConfig>,
  beside: readonly Sql[] = [],
): Sql => {
  const { rules, mending, from } = held(config, input, inputs);
  const names = ownColumns(config, input.schema).map(({ name }) => goingOn(mending, name));
  const goes = allHold(rules.filter(({ onBroken }) => onBroken !== 'quarantine_value'));
  return sql`select ${joined([...names, ...beside])} from ${from} where ${goes}`;
};

const structOf = (rule: Rule): Sql => {
  const [column = ''] = rule.columns;
  const value = rule.columns.length === 1 ? sql`${identifier(column)}::varchar` : keyword('null::varchar');
  const fields = [literal(rule.rule), literal(rule.columns.join(', ')), literal(rule.message), value];
  const named = ['rule', 'column', 'message', 'value'].map(
    (name, index) => sql`${identifier(name)} := ${fields[index] ?? keyword('null')}`,
  );
  return sql`case when not (${rule.holds}) then struct_pack(${joined(named)}) end`;
};

/** The rows that do not keep the contract, as its port gives them but for what a run adds. */
export const taken = (
  { config, input, inputs }: NodeContext<GuardConfig>,
  beside: readonly Sql[] = [],
): Sql => {
  const { rules, from } = held(config, input, inputs);
  const reasons = sql`list_filter([${joined(rules.map(structOf))}], x -> x is not null)`;
  const texts = columnsKept(config, input.schema).map(
    ([name, column]) => sql`${identifier(name)} := ${identifier(column.name)}::varchar`,
  );
  const goes = allHold(rules.filter(({ onBroken }) => onBroken !== 'quarantine_value'));
  const values: Readonly<Record<string, Sql>> = {
    node: literal(config.node),
    reasons,
    goes_on: goes,
    file: sql`${originOf(config, input, ORIGIN_FILE)}::varchar`,
    record: findColumn(input.schema, ORIGIN_ROW) ? identifier(ORIGIN_ROW) : keyword('null'),
    original: sql`to_json(struct_pack(${joined(texts)}))::varchar`,
  };
  const columns = quarantineSchema.map(
    ({ name, type }) => sql`(${values[name] ?? keyword('null')})::${keyword(type)} as ${identifier(name)}`,
  );
  return sql`select ${joined([...columns, ...beside])} from ${from} where not (${allHold(rules)})`;
};

const ruleText = ({ rule, columns, message, onBroken }: Rule): string => {
  const of = columns.length === 0 ? '' : ` of ${columns.join(', ')}`;
  const what = onBroken === 'freeze' ? 'stopped the run' : 'taken to quarantine';
  return `${what} by rule ${rule}${of} (${message})`;
};

/** Why rows break the contract: the rules for which they do not go on. */
const leaving = (context: TraceContext<GuardConfig>): Leaving => {
  const { config, input, inputs } = context;
  const { rules, from } = held(config, input, inputs);
  const taking = rules.filter(({ onBroken }) => onBroken !== 'quarantine_value');
  const texts = taking.map((rule) => sql`case when not (${rule.holds}) then ${literal(ruleText(rule))} end`);
  const reason = texts.length === 0 ? literal('') : sql`concat_ws('; ', ${joined(texts)})`;
  return {
    rows: sql`select ${identifier(TRACED)}, ${reason} as ${identifier(REASON)} from ${from}`,
    isOverRows: taking.some(({ isOverRows }) => isOverRows === true),
    columns: [...new Set(taking.flatMap(({ columns }) => columns))],
  };
};

const tracing = (context: TraceContext<GuardConfig>): Traced | undefined => {
  const { config, input, inputs, traced } = context;
  if (traced > 0) return undefined;
  const rules = allRules(config, input, inputs);
  const changed = new Set(by(rules, 'quarantine_value').flatMap(({ columns }) => columns));
  // Over fewer rows a value that stands twice would stand once.
  const isWhole = rules.some(({ isOverRows, rule }) => isOverRows === true && rule !== 'references');
  const same = ownColumns(config, input.schema).filter(({ name }) => !changed.has(name));
  const copies = isWhole ? [] : same.map(({ name }) => [name, { input: input.alias, column: name }] as const);
  return {
    rows: passing(context, [identifier(TRACED)]),
    copies: Object.fromEntries(copies),
    isOnce: true,
  };
};

/** True, in a way that the engine does not see: the rows are counted where the call stands. */
const UNSEEN = keyword('random() < 2');

/** Classes of the columns that go to quarantine, as what they are made from has them. */
const classesAbove = (config: GuardConfig, { schema, classes = {} }: Input): DataClasses =>
  Object.fromEntries(
    columnsKept(config, schema).flatMap(([name, column]) => {
      const found = own(classes, name) ?? own(classes, column.name);
      return found ? [[name, found] as const] : [];
    }),
  );

const guard = ({ config, input, inputs }: NodeContext<GuardConfig>): Guard => {
  const { contract, node } = config;
  const rules = allRules(config, input, inputs);
  const { rows: tolerated, share } = contract.tolerate ?? {};
  const masks = masksIn(contract, input.schema);
  const repairs = repairsOf(contract, input.schema, []).map(({ column }) => column);
  return {
    node,
    classes: { ...classesAbove(config, input), ...classesIn(contract, input.schema) },
    ...(Object.keys(masks).length > 0 ? { masks } : {}),
    rules: rules.map(({ rule, columns, message }) => ({ rule, columns, message })),
    columns: keptColumns(config, input.schema),
    plain: plainColumns(config, input.schema),
    ...(tolerated === undefined ? {} : { tolerated }),
    ...(share === undefined ? {} : { share }),
    ...(contract.record_numbers === undefined ? {} : { findsRecords: contract.record_numbers }),
    ...(contract.rows ? { rows: contract.rows } : {}),
    ...(repairs.length > 0 ? { repairs } : {}),
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
  traces: tracing,
  leaves: leaving,
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
