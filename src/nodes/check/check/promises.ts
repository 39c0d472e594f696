import {
  type ColumnUse,
  type Contract,
  contractSchema,
  type Finding,
  findColumn,
  type Input,
  identifier,
  joined,
  keyword,
  type NodeContext,
  namedIn,
  othersIn,
  type Promised,
  assertions as promiseFindings,
  type Referred,
  type Rule,
  referenceFindings,
  referredColumns,
  referredNodes,
  rulesOf,
  type SemanticTypes,
  type Sql,
  sql,
  type TypeRef,
  withMeanings,
  writtenAs,
} from '../../../kit/index.js';
import type { CheckConfig, ColumnRules } from './config.js';

type Context = NodeContext<CheckConfig>;

const silent = contractSchema.parse({});

/** The config with what its semantic types mean. */
export const understand = (config: CheckConfig, types: SemanticTypes): CheckConfig =>
  config.columns ? { ...config, columns: withMeanings(config.columns, types) } : config;

/** Nothing is cast for a semantic type: what a value means is told by its text, whatever type the column has. */
const uncast = ({ type, ...others }: ColumnRules): ColumnRules =>
  others.meaning ? others : { ...others, type };

const uncastColumns = ({ columns = {} }: CheckConfig): Readonly<Record<string, ColumnRules>> =>
  Object.fromEntries(Object.entries(columns).map(([name, rules]) => [name, uncast(rules)]));

/** What a check asks, as a contract would say it, but for the number of rows. */
export const contractOf = ({ keys, freshness, ...config }: CheckConfig): Contract => ({
  ...silent,
  columns: uncastColumns(config),
  keys,
  freshness,
});

/** Types that columns must have; the values are cast to them before the check reads them. */
export const casts = (config: CheckConfig): Readonly<Record<string, TypeRef>> =>
  Object.fromEntries(
    Object.entries(uncastColumns(config)).flatMap(([name, { type }]) => (type ? [[name, type]] : [])),
  );

export const refers = (config: CheckConfig): readonly Referred[] => referredNodes(contractOf(config));

/** Every column that is named under `columns`, also as it was before its cast. */
export const uses = ({ config, input }: Context): readonly ColumnUse[] => {
  const contract = contractOf(config);
  const own = namedIn(contract.columns, input.schema).flatMap(([{ name }]) => [name, writtenAs(name)]);
  return [
    ...own.filter((name) => findColumn(input.schema, name)).map((column) => ({ input: input.alias, column })),
    ...referredColumns(contract),
  ];
};

const inCheck: Promised = { path: [], said: '' };

export const findings = ({ config, input, inputs }: Context): readonly Finding[] => {
  const contract = contractOf(config);
  return [
    ...promiseFindings({ contract, isCast: false }, input.schema, inCheck),
    ...referenceFindings(contract, input.schema, othersIn(inputs), inCheck),
  ];
};

/** A rule of rows, and the value that breaks it, where there is one to show. */
export interface RowRule extends Rule {
  readonly shown?: Sql;
}

/** Types whose every value keeps them: nothing had to be cast. */
const typesKept = ({ config, input }: Context): readonly Rule[] =>
  namedIn(uncastColumns(config), input.schema)
    .filter(([{ name }, { type }]) => type !== undefined && !findColumn(input.schema, writtenAs(name)))
    .map(([{ name, type }]) => ({
      rule: 'type',
      columns: [name],
      message: `a value of type ${type}`,
      holds: keyword('true'),
      onBroken: 'freeze',
    }));

const shownOf = ({ schema }: Input, { rule, columns: [name = '', ...more] }: Rule): Sql | undefined => {
  const before = rule === 'type' ? findColumn(schema, writtenAs(name))?.name : undefined;
  const columns = [before ?? name, ...more].map((column) => sql`${identifier(column)}::varchar`);
  return rule === 'required' ? undefined : sql`[${joined(columns)}]`;
};

/** The rules of rows that `columns` and `keys` give, in the order of the columns. */
export const rowRules = (context: Context): readonly RowRule[] => {
  const { config, input, inputs } = context;
  const rules = rulesOf(contractOf(config), input.schema, {}, othersIn(inputs));
  const names = Object.keys(config.columns ?? {}).map((name) => name.toLowerCase());
  const placeOf = ({ rule, columns: [name = ''] }: Rule): number =>
    rule === 'keys' ? names.length : names.indexOf(name.toLowerCase());
  const ordered = [...typesKept(context), ...rules].toSorted((a, b) => placeOf(a) - placeOf(b));
  return ordered.map((rule) => {
    const shown = shownOf(input, rule);
    return shown ? { ...rule, shown } : rule;
  });
};
