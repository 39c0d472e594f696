import {
  type ColumnRef,
  type Input,
  identifier,
  joined,
  keyword,
  literal,
  type Sql,
  sql,
} from '../../../kit/index.js';
import { nameIn } from '../../shared/columns.js';
import { orderSql, orderTerms, totalTerms } from '../../shared/order.js';

interface Deduplication {
  readonly config: {
    readonly keys: readonly ColumnRef[];
    readonly order_by?: Parameters<typeof orderTerms>[0] | undefined;
  };
  readonly input: Input;
}

const keysOf = ({ config, input }: Deduplication): readonly Sql[] =>
  config.keys.map(({ name }) => sql`${identifier(input.alias)}.${identifier(nameIn(input, name))}`);

const termsOf = ({ config, input }: Deduplication) => orderTerms(config.order_by ?? [], input);

/** The first row of each key, in the order made total by all columns. */
export const firstRows = (deduplication: Deduplication): Sql => {
  const { input } = deduplication;
  const order = orderSql(totalTerms(termsOf(deduplication), input), input);
  const place = sql`row_number() over (partition by ${joined(keysOf(deduplication))} order by ${order})`;
  return sql`select * from ${input} qualify ${place} = 1`;
};

/** The different rows that come first alike, for each key: one of them where nothing ties. */
const candidates = (deduplication: Deduplication): Sql => {
  const { input } = deduplication;
  const terms = termsOf(deduplication);
  if (terms.length === 0) return sql`select distinct * from ${input}`;
  const order = orderSql(terms, input);
  const place = sql`rank() over (partition by ${joined(keysOf(deduplication))} order by ${order})`;
  return sql`select distinct * from (select * from ${input} qualify ${place} = 1)`;
};

const position = (index: number): Sql => keyword(`k${index + 1}`);

/** Says which key has most rows that tie; the least of them where several do. */
const complaint = ({ config, input }: Deduplication): Sql => {
  const texts = joined(config.keys.map((_, index) => sql`coalesce(${position(index)}::varchar, 'null')`));
  const where = literal(` different rows that come first in input "${input.alias}"`);
  return sql`'MR4013: key (' || concat_ws(', ', ${texts}) || ') has ' || n || ${where}`;
};

const TABLE = identifier('first of each key');

/**
 * The first row of each key; stops where different rows come first alike. The rows are materialised, so that those that
 * are looked at are those that are given, and a scalar subquery is run in full, whatever filter or limit follows.
 */
export const undisputedRows = (deduplication: Deduplication): Sql => {
  const keys = keysOf(deduplication);
  const from = sql`${TABLE} as ${identifier(deduplication.input.alias)}`;
  const named = joined(keys.map((key, index) => sql`${key} as ${position(index)}`));
  const ties = sql`select ${named}, count(*) as n from ${from} group by ${joined(keys)} having count(*) > 1`;
  const worst = sql`select * from (${ties}) order by n desc, ${joined(keys.map((_, index) => position(index)))} limit 1`;
  const isUndisputed = sql`coalesce((select error(${complaint(deduplication)})::boolean from (${worst})), true)`;
  return sql`select * from (with ${TABLE} as materialized (${candidates(deduplication)}) select * from ${from} where ${isUndisputed})`;
};
