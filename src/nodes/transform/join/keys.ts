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
import { hasText, repaired, textSql } from './key-text.js';
import { allowed, always, candidates, type KeyTypes, type Repair } from './repair.js';

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
  /** What is repaired of text before it is compared. */
  readonly repairs: readonly Repair[];
}

const isList = (keys: NonNullable<JoinConfig['keys']>): keys is string[] => Array.isArray(keys);

const written = ({ keys }: JoinConfig): readonly WrittenKey[] => {
  if (keys === undefined) return [];
  return isList(keys)
    ? keys.map((name, index) => ({ left: name, right: name, path: ['keys', index], isPair: false }))
    : Object.entries(keys).map(([left, right]) => ({ left, right, path: ['keys', left], isPair: true }));
};

const TEXT = 'VARCHAR';

/** The type in which two columns are compared: as text where that may be repaired, and nothing else holds both. */
const comparedAs = ({ repair }: JoinConfig, first: Column, second: Column): string | undefined => {
  const may = allowed(repair) ?? always(repair) ?? [];
  const isText = may.includes('type') && hasText(first.type) && hasText(second.type);
  return widened(first.type, second.type) ?? (isText ? TEXT : undefined);
};

/** The keys whose columns are there and comparable; all of them, once `keyFaults` finds nothing. */
export const keyPairs = ({ config, left, right }: Join): readonly KeyPair[] =>
  written(config).flatMap((key) => {
    const [first, second] = [findColumn(left.schema, key.left), findColumn(right.schema, key.right)];
    const type = first && second ? comparedAs(config, first, second) : undefined;
    const repairs = config.compared ?? always(config.repair) ?? [];
    return first && second && type ? [{ left: first, right: second, type, repairs }] : [];
  });

const keyTypes = (join: Join): KeyTypes => {
  const pairs = keyPairs(join);
  return {
    needText: pairs.some(({ left, right }) => widened(left.type, right.type) === undefined),
    haveText: pairs.some(({ left, right }) => left.type === TEXT || right.type === TEXT),
  };
};

/** The ways of comparing keys from which one is to be chosen, the least repair first; none where nothing is left to decide. */
export const waysToCompare = (join: Join): readonly (readonly Repair[])[] => {
  const may = allowed(join.config.repair);
  return may && keyPairs(join).length > 0 ? candidates(may, keyTypes(join)) : [];
};

const faultsOf = (
  { left: name, right: other, path, isPair }: WrittenKey,
  { config, left, right }: Join,
): readonly Finding[] => {
  const [first, second] = [findColumn(left.schema, name), findColumn(right.schema, other)];
  if (!first || !second) {
    return [
      ...(first ? [] : [unknownColumn({ name, path, at: isPair ? 'key' : 'value' }, left)]),
      ...(second ? [] : [unknownColumn({ name: other, path }, right)]),
    ];
  }
  if (comparedAs(config, first, second)) return [];
  const message = `"${left.alias}.${first.name}" (${first.type}) cannot be compared with "${right.alias}.${second.name}" (${second.type})`;
  const isMendable = hasText(first.type) && hasText(second.type) && !config.as_of;
  return [
    {
      code: 'MR2107',
      message,
      path,
      ...(isMendable ? { notes: ['with `repair: [type]` they are compared as text'] } : {}),
    },
  ];
};

/** Keys that an input does not have, and keys whose types do not fit. */
export const keyFaults = (join: Join): readonly Finding[] =>
  written(join.config).flatMap((key) => faultsOf(key, join));

/** A column of an input, by its alias. */
export const columnSql = (input: Input, name: string): Sql =>
  sql`${identifier(input.alias)}.${identifier(name)}`;

/** A key in the form in which keys are compared. */
export const keySql = (value: Sql, type: string, pair: Pick<KeyPair, 'type' | 'repairs'>): Sql => {
  if (pair.type === TEXT) return repaired(textSql(value, type), pair.repairs);
  return type === pair.type ? value : sql`cast(${value} as ${typeSql(pair.type)})`;
};

/** The key column of a side in the form in which keys are compared. */
export const sideKeySql = (join: Pick<Join, 'left' | 'right'>, side: 'left' | 'right', pair: KeyPair): Sql =>
  keySql(columnSql(join[side], pair[side].name), pair[side].type, pair);

/** A key column's own value, in a type that holds those of both sides. */
export const keyValueSql = (join: Join, side: 'left' | 'right', { [side]: column, type }: KeyPair): Sql => {
  const value = columnSql(join[side], column.name);
  return column.type === type ? value : sql`cast(${value} as ${typeSql(type)})`;
};

/** What follows ON. */
export const onSql = (join: Join): Sql => {
  const { config } = join;
  const terms = keyPairs(join).map(
    (pair) => sql`${sideKeySql(join, 'left', pair)} = ${sideKeySql(join, 'right', pair)}`,
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
