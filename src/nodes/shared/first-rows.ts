import {
  type Input,
  identifier,
  joined,
  keyword,
  literal,
  type OrderTerm,
  type Sql,
  sql,
} from '../../kit/index.js';
import { orderSql, totalTerms } from './order.js';

/** Rows of which one is to be found for each key. */
export interface Keyed {
  readonly input: Input;
  /** What stands after FROM, under the input's alias. */
  readonly from: Sql;
  /** Columns of the input; null counts as a value. */
  readonly keys: readonly string[];
  /** The order in which the first row of a key is taken. */
  readonly terms: readonly OrderTerm[];
  /** What is said of rows that come first alike, behind their number. */
  readonly complaint: string;
}

const keysSql = ({ input, keys }: Keyed): readonly Sql[] =>
  keys.map((name) => sql`${identifier(input.alias)}.${identifier(name)}`);

/** The first row of each key, in the order made total by all columns. */
export const firstRows = (keyed: Keyed): Sql => {
  const order = orderSql(totalTerms(keyed.terms, keyed.input), keyed.input);
  const place = sql`row_number() over (partition by ${joined(keysSql(keyed))} order by ${order})`;
  return sql`select * from ${keyed.from} qualify ${place} = 1`;
};

/** The different rows that come first alike, for each key: one of them where nothing ties. */
const candidates = (keyed: Keyed): Sql => {
  const { input, from, terms } = keyed;
  if (terms.length === 0) return sql`select distinct * from ${from}`;
  const place = sql`rank() over (partition by ${joined(keysSql(keyed))} order by ${orderSql(terms, input)})`;
  return sql`select distinct * from (select * from ${from} qualify ${place} = 1)`;
};

const position = (index: number): Sql => keyword(`k${index + 1}`);

/** Says which key has most rows that tie; the least of them where several do. */
const message = ({ keys, complaint }: Keyed): Sql => {
  const texts = joined(keys.map((_, index) => sql`coalesce(${position(index)}::varchar, 'null')`));
  return sql`'MR4013: key (' || concat_ws(', ', ${texts}) || ') has ' || n || ${literal(` ${complaint}`)}`;
};

const TABLE = identifier('first of each key');

/**
 * The first row of each key; stops where different rows come first alike. The rows are materialised, so that those that
 * are looked at are those that are given, and a scalar subquery is run in full, whatever filter or limit follows.
 */
export const undisputedRows = (keyed: Keyed): Sql => {
  const keys = keysSql(keyed);
  const from = sql`${TABLE} as ${identifier(keyed.input.alias)}`;
  const named = joined(keys.map((key, index) => sql`${key} as ${position(index)}`));
  const ties = sql`select ${named}, count(*) as n from ${from} group by ${joined(keys)} having count(*) > 1`;
  const worst = sql`select * from (${ties}) order by n desc, ${joined(keys.map((_, index) => position(index)))} limit 1`;
  const isUndisputed = sql`coalesce((select error(${message(keyed)})::boolean from (${worst})), true)`;
  return sql`select * from (with ${TABLE} as materialized (${candidates(keyed)}) select * from ${from} where ${isUndisputed})`;
};
