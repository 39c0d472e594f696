import { type Input, identifier, joined, keyword, type Sql, sql } from '../../../kit/index.js';
import { nameIn } from '../../shared/columns.js';
import type { CheckConfig } from './config.js';

interface Checking {
  readonly config: CheckConfig;
  readonly input: Input;
}

/** A measure over rows: what it counts within a group of equal keys, and its name. */
interface Measure {
  readonly name: string;
  readonly value: Sql;
}

/** The name of the measure that counts nulls in a required column, by its position. */
export const nullsName = (index: number): string => `nulls_${index + 1}`;

const column = (input: Input, name: string): Sql =>
  sql`${identifier(input.alias)}.${identifier(nameIn(input, name))}`;

const countsOf = ({ config, input }: Checking): readonly Measure[] => [
  { name: 'rows', value: sql`count(*)` },
  ...(config.required ?? []).map(({ name }, index) => ({
    name: nullsName(index),
    value: sql`count(*) - count(${column(input, name)})`,
  })),
  ...(config.where
    ? [{ name: 'failures', value: sql`count(*) filter (where (${config.where}) is not true)` }]
    : []),
];

const named = ({ name, value }: Measure): Sql => sql`${value} as ${identifier(name)}`;

/** The least key that stands more than once, as texts. */
const repeated = [
  { name: 'repeated', value: sql`count(*) filter (where "rows" > 1)` },
  { name: 'repeated_example', value: sql`min("key")` },
];

/** Groups by the keys and adds the groups up, so that one pass over the input serves all rules. */
const grouped = (checking: Checking, keys: readonly Sql[]): Sql => {
  const counts = countsOf(checking);
  const texts = joined(keys.map((key) => sql`${key}::varchar`));
  const groups = sql`select case when count(*) > 1 then [${texts}] end as "key", ${joined(counts.map(named))} from ${checking.input} group by ${joined(keys)}`;
  const sums = counts.map(({ name }) => ({
    name,
    value: sql`coalesce(sum(${identifier(name)}), 0)::bigint`,
  }));
  return sql`select ${joined([...sums, ...repeated].map(named))} from (${groups}) as ${keyword('keys')}`;
};

/** SQL that gives all measures in one row. */
export const measure = (checking: Checking): Sql => {
  const { config, input } = checking;
  if (config.unique) {
    return grouped(
      checking,
      config.unique.map(({ name }) => column(input, name)),
    );
  }
  return sql`select ${joined(countsOf(checking).map(named))} from ${input}`;
};
