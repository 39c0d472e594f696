import {
  ageSql,
  findColumn,
  type Input,
  identifier,
  joined,
  keyword,
  literal,
  type NodeContext,
  newestSql,
  type Sql,
  sql,
  writtenAs,
} from '../../../kit/index.js';
import { nameIn } from '../../shared/columns.js';
import type { CheckConfig } from './config.js';
import { type RowRule, rowRules } from './promises.js';

interface Checking extends NodeContext<CheckConfig> {
  readonly rules: readonly RowRule[];
}

/** What is counted of some of the rows, and its name; the counts of all parts are added up. */
interface Count {
  readonly name: string;
  readonly value: Sql;
}

/** The name of the measure that counts nulls in a required column, by its position. */
export const nullsName = (index: number): string => `nulls_${index + 1}`;

/** The column, before the rows are measured, that is true where a rule is broken. */
const brokenColumn = (index: number): Sql => identifier(writtenAs(`rule ${index}`));

const column = (input: Input, name: string): Sql =>
  sql`${identifier(input.alias)}.${identifier(nameIn(input, name))}`;

/** A column as it was before its cast, where a value that could not be cast is no null yet. */
const beforeCast = (input: Input, name: string): Sql => {
  const written = writtenAs(nameIn(input, name));
  return column(input, findColumn(input.schema, written)?.name ?? name);
};

const named = (name: string, value: Sql): Sql => sql`${value} as ${identifier(name)}`;

/** Of a rule the rows that break it, and the values at both ends that do. */
const partsOfRule = ({ shown }: RowRule, index: number): readonly Sql[] => {
  const broken = brokenColumn(index);
  const value = shown && sql`case when ${broken} then ${shown} end`;
  return [
    named(`broken_${index}`, sql`count(*) filter (where ${broken})`),
    ...(value
      ? [named(`least_${index}`, sql`min(${value})`), named(`greatest_${index}`, sql`max(${value})`)]
      : []),
  ];
};

/** Rows that break any rule of rows; of a group of equal keys all, where each may stand once. */
const ofAny = ({ config, input, rules }: Checking): Count => {
  const broken = [
    ...rules.map((_, index) => brokenColumn(index)),
    ...(config.required ?? []).map(({ name }) => sql`${beforeCast(input, name)} is null`),
    ...(config.where ? [sql`(${config.where}) is not true`] : []),
  ];
  const some = broken.length === 0 ? keyword('false') : joined(broken, ' or ');
  const count = sql`count(*) filter (where ${some})`;
  const value = config.unique ? sql`case when count(*) > 1 then count(*) else ${count} end` : count;
  return { name: 'broken', value };
};

const countsOf = (checking: Checking): readonly Count[] => {
  const { config, input } = checking;
  const { tolerate, where, required = [] } = config;
  return [
    { name: 'rows', value: sql`count(*)` },
    ...required.map(({ name }, index) => ({
      name: nullsName(index),
      value: sql`count(*) filter (where ${beforeCast(input, name)} is null)`,
    })),
    ...(where ? [{ name: 'failures', value: sql`count(*) filter (where (${where}) is not true)` }] : []),
    ...(tolerate ? [ofAny(checking)] : []),
  ];
};

/** The rows, with a column for each rule that tells whether it is broken. */
const judged = ({ input, rules }: Checking): Sql => {
  if (rules.length === 0) return sql`${input}`;
  const columns = rules.map(
    ({ holds }, index) => sql`not coalesce(${holds}, true) as ${brokenColumn(index)}`,
  );
  return sql`(select *, ${joined(columns)} from ${input}) as ${identifier(input.alias)}`;
};

/** The least key that stands more than once, as texts. */
const repeated = [
  sql`count(*) filter (where "rows" > 1) as "repeated"`,
  sql`min("key") as "repeated_example"`,
];

/** What was found of each rule, as a list: which it is, how many rows break it, and the values at both ends that do. */
const found = (rules: readonly RowRule[]): Sql => {
  const items = rules.map(({ rule, columns, message, shown }, index) => {
    const name = (what: string): Sql => identifier(`${what}_${index}`);
    const examples = shown
      ? sql`[min(${name('least')}), max(${name('greatest')})]`
      : sql`cast([] as varchar[][])`;
    return sql`{rule: ${literal(rule)}, columns: ${literal(columns)}, message: ${literal(message)}, rows: coalesce(sum(${name('broken')}), 0)::bigint, examples: ${examples}}`;
  });
  return sql`[${joined(items)}] as "rules"`;
};

/** What is measured of each group of equal keys; without keys all rows are one. */
const groups = (checking: Checking, counts: readonly Count[]): Sql => {
  const { config, input, rules } = checking;
  const keys = (config.unique ?? []).map(({ name }) => column(input, name));
  const texts = joined(keys.map((key) => sql`${key}::varchar`));
  const { freshness } = config;
  const parts = [
    ...(config.unique ? [sql`case when count(*) > 1 then [${texts}] end as "key"`] : []),
    ...counts.map(({ name, value }) => named(name, value)),
    ...rules.flatMap(partsOfRule),
    ...(freshness ? [named('newest', newestSql(input.schema, nameIn(input, freshness.column.name)))] : []),
  ];
  const by = config.unique ? sql` group by ${joined(keys)}` : keyword('');
  return sql`select ${joined(parts)} from ${judged(checking)}${by}`;
};

/** SQL that gives all measures in one row, in one pass over the input. */
export const measure = (context: NodeContext<CheckConfig>): Sql => {
  const checking = { ...context, rules: rowRules(context) };
  const { config, rules } = checking;
  const counts = countsOf(checking);
  const newest = sql`max("newest")`;
  const wholes = [
    ...counts.map(({ name }) => named(name, sql`coalesce(sum(${identifier(name)}), 0)::bigint`)),
    ...(config.unique ? repeated : []),
    ...(rules.length > 0 ? [found(rules)] : []),
    ...(config.freshness ? [sql`${newest}::varchar as "newest"`, sql`${ageSql(newest)} as "age"`] : []),
  ];
  return sql`select ${joined(wholes)} from (${groups(checking, counts)}) as ${keyword('keys')}`;
};
