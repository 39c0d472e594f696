import {
  FAULT,
  findColumn,
  foundAs,
  type Input,
  identifier,
  isBeside,
  joined,
  keyword,
  literal,
  ORIGIN_FILE,
  ORIGIN_ROW,
  othersIn,
  type Rule,
  rulesOf,
  type Schema,
  type Sql,
  setAside,
  sql,
  THROWN,
  writtenAs,
} from '../../kit/index.js';
import type { GuardConfig } from './config.js';
import { allHold } from './holds.js';

const isOwn = ({ added }: GuardConfig, name: string): boolean => !isBeside(name) && !added.includes(name);

/** The columns that go on. */
export const ownColumns = (config: GuardConfig, schema: Schema): Schema =>
  schema.filter(({ name }) => isOwn(config, name));

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

export const allRules = (config: GuardConfig, input: Input, inputs: readonly Input[]): readonly Rule[] => [
  ...lackingRules(config),
  ...thrownRules(config, input),
  ...rulesOf(config.contract, input.schema, config.formats, othersIn(inputs)),
];

/** The column that has a column's values as its file has them. */
const foundColumn = (schema: Schema, column: Schema[number]): Schema[number] =>
  findColumn(schema, foundAs(column.name)) ?? findColumn(schema, writtenAs(column.name)) ?? column;

/** The columns of a row in quarantine, by the names that their files have for them: those that go on, and those set aside. */
export const columnsKept = (
  config: GuardConfig,
  schema: Schema,
): readonly (readonly [string, Schema[number]])[] =>
  schema.flatMap((column): readonly (readonly [string, Schema[number]])[] => {
    const aside = setAside(column.name);
    if (aside !== undefined) return [[aside, column]];
    if (column.name === FAULT) return [[thrownName(schema), column]];
    return isOwn(config, column.name) ? [[column.name, foundColumn(schema, column)]] : [];
  });

/** The columns that it reads: for quarantine all that go on, and where they come from. */
export const usedColumns = ({ isNumbered, added }: GuardConfig, schema: Schema): Schema =>
  schema.filter(({ name }) => name !== ORIGIN_ROW || isNumbered || !added.includes(name));

export const originOf = (config: GuardConfig, { schema }: Input, name: string): Sql =>
  findColumn(usedColumns(config, schema), name) ? identifier(name) : keyword('null');

export const by = (rules: readonly Rule[], what: Rule['onBroken']): readonly Rule[] =>
  rules.filter(({ onBroken }) => onBroken === what);

/** Rules for which a row does not go on. */
export const taking = (rules: readonly Rule[]): readonly Rule[] =>
  rules.filter(({ onBroken }) => onBroken !== 'quarantine_value');

/** A column as it goes on: without the values that broke a rule under `quarantine_value`. */
export const goingOn = (mending: readonly Rule[], name: string): Sql => {
  const own = mending.filter(({ columns }) => columns.includes(name));
  const column = identifier(name);
  return own.length === 0 ? column : sql`case when ${allHold(own)} then ${column} end as ${column}`;
};

/** The rules of a contract, those of them that only take a value, and the rows with what is worked out beside them. */
export const held = (config: GuardConfig, input: Input, inputs: readonly Input[]) => {
  const { rules, columns } = besideRows(allRules(config, input, inputs));
  const from =
    columns.length === 0
      ? sql`${input}`
      : sql`(select *, ${joined(columns)} from ${input}) as ${identifier(input.alias)}`;
  return { rules, mending: by(rules, 'quarantine_value'), from };
};
