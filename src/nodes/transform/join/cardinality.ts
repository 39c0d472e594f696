import {
  type Column,
  type Input,
  identifier,
  joined,
  keyword,
  literal,
  type Sql,
  sql,
} from '../../../kit/index.js';
import type { Join, JoinConfig } from './config.js';
import { keyPairs, keySql } from './keys.js';

interface Key {
  readonly column: Column;
  readonly type: string;
}

const position = (index: number): Sql => keyword(`k${index + 1}`);

/** Says which key stands most often; the least of them where several do. */
const complaint = (input: Input, count: number, { cardinality }: JoinConfig): Sql => {
  const parts = Array.from({ length: count }, (_, index) => sql`${position(index)}::varchar`);
  const where = literal(` times in input "${input.alias}", which must be unique for ${cardinality}`);
  return sql`'MR4012: key (' || concat_ws(', ', ${joined(parts)}) || ') stands ' || n || ${where}`;
};

/**
 * True, or an error when a key stands twice. A scalar subquery is run once and in full, before the rows it guards and
 * whatever filter or limit follows. Keys with a null match nothing and count for nothing.
 */
const isUnique = (input: Input, keys: readonly Key[], config: JoinConfig): Sql => {
  const values = keys.map(({ column, type }) => keySql(input, column, type));
  const columns = joined(values.map((value, index) => sql`${value} as ${position(index)}`));
  const present = joined(
    values.map((value) => sql`${value} is not null`),
    ' and ',
  );
  const positions = joined(keys.map((_, index) => position(index)));
  const groups = sql`select ${columns}, count(*) as n from ${input} where ${present} group by ${joined(values)} having count(*) > 1`;
  const worst = sql`select * from (${groups}) order by n desc, ${positions} limit 1`;
  return sql`coalesce((select error(${complaint(input, keys.length, config)})::boolean from (${worst})), true)`;
};

const mustBeUnique: Readonly<
  Record<JoinConfig['cardinality'], { readonly left: boolean; readonly right: boolean }>
> = {
  one_to_one: { left: true, right: true },
  one_to_many: { left: true, right: false },
  many_to_one: { left: false, right: true },
  many_to_many: { left: false, right: false },
};

/** An input as it stands in FROM: by itself, or guarded where the cardinality asks for unique keys. */
export const sideSql = (join: Join, side: 'left' | 'right'): Sql => {
  const input = join[side];
  if (!mustBeUnique[join.config.cardinality][side]) return sql`${input}`;
  const keys = keyPairs(join).map((pair) => ({ column: pair[side], type: pair.type }));
  const guarded = sql`(select * from ${input} where ${isUnique(input, keys, join.config)})`;
  return sql`${guarded} as ${identifier(input.alias)}`;
};
