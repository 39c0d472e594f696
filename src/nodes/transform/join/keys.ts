import {
  type Column,
  type ColumnUse,
  type Finding,
  findColumn,
  type Input,
  identifier,
  joined,
  type Sql,
  sql,
} from '../../../kit/index.js';
import { unknownColumn } from '../../shared/findings.js';
import { typeSql, widened } from '../../shared/types.js';
import type { AsOf } from './as-of-config.js';
import type { Join, JoinConfig } from './config.js';

interface WrittenKey {
  readonly left: string;
  readonly right: string;
  readonly path: readonly (string | number)[];
  /** Whether it is `left: right`, so that the left name is a key of the document. */
  readonly isPair: boolean;
}

/** A pair of columns that must be equal, and the type in which they are compared. */
export interface KeyPair {
  readonly left: Column;
  readonly right: Column;
  readonly type: string;
}

const isList = (keys: NonNullable<JoinConfig['keys']>): keys is string[] => Array.isArray(keys);

const written = ({ keys }: JoinConfig): readonly WrittenKey[] => {
  if (keys === undefined) return [];
  return isList(keys)
    ? keys.map((name, index) => ({ left: name, right: name, path: ['keys', index], isPair: false }))
    : Object.entries(keys).map(([left, right]) => ({ left, right, path: ['keys', left], isPair: true }));
};

/** The keys whose columns are there and comparable; all of them, once `keyFaults` finds nothing. */
export const keyPairs = ({ config, left, right }: Join): readonly KeyPair[] =>
  written(config).flatMap((key) => {
    const [first, second] = [findColumn(left.schema, key.left), findColumn(right.schema, key.right)];
    const type = first && second ? widened(first.type, second.type) : undefined;
    return first && second && type ? [{ left: first, right: second, type }] : [];
  });

const faultsOf = (
  { left: name, right: other, path, isPair }: WrittenKey,
  { left, right }: Join,
): readonly Finding[] => {
  const [first, second] = [findColumn(left.schema, name), findColumn(right.schema, other)];
  if (!first || !second) {
    return [
      ...(first ? [] : [unknownColumn({ name, path, at: isPair ? 'key' : 'value' }, left)]),
      ...(second ? [] : [unknownColumn({ name: other, path }, right)]),
    ];
  }
  if (widened(first.type, second.type)) return [];
  const message = `"${left.alias}.${first.name}" (${first.type}) cannot be compared with "${right.alias}.${second.name}" (${second.type})`;
  return [{ code: 'MR2107', message, path }];
};

/** Keys that an input does not have, and keys whose types do not fit. */
export const keyFaults = (join: Join): readonly Finding[] =>
  written(join.config).flatMap((key) => faultsOf(key, join));

/** A column of an input, by its alias. */
export const columnSql = (input: Input, name: string): Sql =>
  sql`${identifier(input.alias)}.${identifier(name)}`;

/** A key column in the type in which keys are compared. */
export const keySql = (input: Input, column: Column, type: string): Sql => {
  const value = columnSql(input, column.name);
  return column.type === type ? value : sql`cast(${value} as ${typeSql(type)})`;
};

/** What follows ON. */
export const onSql = (join: Join): Sql => {
  const { config, left, right } = join;
  const terms = keyPairs(join).map(
    (pair) => sql`${keySql(left, pair.left, pair.type)} = ${keySql(right, pair.right, pair.type)}`,
  );
  return joined([...terms, ...(config.condition ? [sql`(${config.condition})`] : [])], ' and ');
};

/** Right rows that tie are told apart by all of their columns. */
const timesAndTies = (asOf: AsOf, { left, right }: Join): readonly ColumnUse[] => [
  { input: left.alias, column: findColumn(left.schema, asOf.left)?.name ?? asOf.left },
  ...right.schema.map(({ name }) => ({ input: right.alias, column: name })),
];

/** The columns that decide which rows come together. */
export const matchUses = (join: Join): readonly ColumnUse[] => {
  const { config, left, right } = join;
  const pairs = keyPairs(join);
  return [
    ...(config.as_of ? timesAndTies(config.as_of, join) : []),
    ...(config.condition?.binding?.columns ?? []),
    ...pairs.map((pair) => ({ input: left.alias, column: pair.left.name })),
    ...pairs.map((pair) => ({ input: right.alias, column: pair.right.name })),
  ];
};
