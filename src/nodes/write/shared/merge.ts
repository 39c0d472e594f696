import {
  asList,
  type Column,
  type ColumnRef,
  columnName,
  counted,
  type Finding,
  findColumn,
  type Input,
  identifier,
  joined,
  keyword,
  literal,
  mergeCounts,
  oneOrMany,
  type Schema,
  type Sql,
  type StorePath,
  sql,
} from '../../../kit/index.js';
import { duplicates } from '../../shared/findings.js';
import { typeSql } from '../../shared/types.js';
import { takesType } from './takes-type.js';

/** What a writing node takes for rows that are held against those of the target. */
export const mergeKeys = {
  key: oneOrMany(columnName())
    .optional()
    .describe('For `merge`: the columns that tell a row; none of them may be null.'),
  update_if_newer: columnName()
    .optional()
    .describe(
      'For `merge`: a row replaces the one in the target only where this column is greater; null is least.',
    ),
};

export interface MergeConfig {
  readonly path: StorePath;
  readonly mode: string;
  readonly key?: ColumnRef | readonly ColumnRef[] | undefined;
  readonly update_if_newer?: ColumnRef | undefined;
}

const keyOf = ({ key }: MergeConfig): readonly string[] =>
  key === undefined ? [] : asList(key).map(({ name }) => name);

const withoutMerge = (config: MergeConfig): readonly Finding[] =>
  (['key', 'update_if_newer'] as const)
    .filter((name) => config.mode !== 'merge' && config[name] !== undefined)
    .map((name) => ({
      code: 'MR1023',
      message: `\`${name}\` says nothing without \`mode: merge\``,
      path: [name],
      at: 'key',
    }));

const withoutKey = (config: MergeConfig): readonly Finding[] =>
  config.mode === 'merge' && config.key === undefined
    ? [
        {
          code: 'MR1023',
          message: '`merge` needs a `key`',
          path: ['mode'],
          notes: ['name the columns that tell a row'],
        },
      ]
    : [];

const misfit = ({ path }: MergeConfig, column: Column, found: Column | undefined): Finding | undefined => {
  const at = { code: 'MR2120', path: ['path'] } as const;
  if (!found) {
    const message = `"${path.text}" has a column "${column.name}" that the input lacks`;
    return {
      ...at,
      message,
      notes: ['its values would be lost: derive the column, or write to another target'],
    };
  }
  if (takesType(column.type, found.type)) return undefined;
  const message = `column "${column.name}" is ${column.type} in "${path.text}", and ${found.type} in the input`;
  return { ...at, message, notes: [`cast it to ${column.type}, or to a type that takes all of its values`] };
};

/** What contradicts itself, the input, or what is in the target. */
export const checkMerge = (config: MergeConfig, [input, before]: readonly Input[]): readonly Finding[] => [
  ...withoutMerge(config),
  ...withoutKey(config),
  ...duplicates(keyOf(config).map((name, index) => ({ name, path: ['key', index] }))),
  ...(before?.schema ?? []).flatMap(
    (column) => misfit(config, column, findColumn(input?.schema ?? [], column.name)) ?? [],
  ),
];

const NEW = identifier('new rows');
const OLD = identifier('old rows');
const REPEATED = identifier('repeated keys');
const ONE_EACH = identifier('one row each');
const TAKEN = identifier('taken rows');

const bracketed = (rows: Sql): Sql => sql`(${rows})`;

/** Under which labels a merge has rows counted; without a key every row is added, and nothing is. */
export const mergeLabels = (config: MergeConfig): readonly string[] =>
  config.mode === 'merge' && keyOf(config).length > 0 ? Object.values(mergeCounts) : [];

const sameKey = (keys: readonly string[], left: Sql, right: Sql): Sql =>
  joined(
    keys.map((key) => sql`${left}.${identifier(key)} = ${right}.${identifier(key)}`),
    ' and ',
  );

/** The rows of the target in the columns of the input; a column that is new is null in them. */
const oldRows = (schema: Schema, before: Input): Sql => {
  const columns = schema.map(({ name, type }) => {
    const had = findColumn(before.schema, name);
    const value = had ? identifier(had.name) : keyword('null');
    return sql`cast(${value} as ${typeSql(type)}) as ${identifier(name)}`;
  });
  return sql`select ${joined(columns)} from ${before}`;
};

/** True, or an error that shows a key. */
const guard = (keys: readonly string[], rows: Sql, complaint: string): Sql => {
  const shown = joined(
    keys.map(
      (key) => sql`${literal(`${key} = `)} || coalesce(left(${identifier(key)}::varchar, 60), 'null')`,
    ),
    " || ', ' || ",
  );
  return sql`coalesce((select error(${literal(complaint)} || min(${shown}))::boolean from (${rows}) having count(*) > 0), true)`;
};

const columnsOf = (keys: readonly string[]): Sql => joined(keys.map((key) => identifier(key)));

/** Of the rows with one key the newest; without a column that tells, or where several are newest, all that differ. */
const candidates = (keys: readonly string[], newer: string | undefined): Sql => {
  const repeated = sql`select distinct ${NEW}.* from ${NEW} semi join ${REPEATED} on ${sameKey(keys, NEW, REPEATED)}`;
  const newest = newer
    ? sql` qualify rank() over (partition by ${columnsOf(keys)} order by ${identifier(newer)} desc nulls last) = 1`
    : keyword('');
  const once = sql`select ${NEW}.* from ${NEW} anti join ${REPEATED} on ${sameKey(keys, NEW, REPEATED)}`;
  return sql`${once} union all select * from (${repeated})${newest}`;
};

/** A row that is no newer than the one in the target is left out; null is least, and no newer than null. */
const takenRows = (keys: readonly string[], newer: string | undefined): Sql => {
  if (newer === undefined) return sql`select * from ${ONE_EACH}`;
  const column = identifier(newer);
  const isNoNewer = sql`coalesce(${OLD}.${column} >= ${ONE_EACH}.${column}, ${ONE_EACH}.${column} is null)`;
  return sql`select ${ONE_EACH}.* from ${ONE_EACH} anti join ${OLD} on ${sameKey(keys, ONE_EACH, OLD)} and ${isNoNewer}`;
};

/** Without a key every row is a new one. */
const addedRows = (input: Input | undefined, before: Input | undefined, rows: Sql): Sql =>
  before ? sql`(${rows}) union all ${oldRows(input?.schema ?? [], before)}` : rows;

/**
 * The rows of the target after a merge: each new row in the place of those with its key, and all others as they were.
 *
 * @param rows the new rows, in types that the format has
 */
export const mergedRows = (config: MergeConfig, [input, before]: readonly Input[], rows: Sql): Sql => {
  const keys = keyOf(config);
  if (keys.length === 0) return addedRows(input, before, rows);
  const newer = config.update_if_newer?.name;
  const schema = input?.schema ?? [];
  const empty = sql`select * from ${NEW} where false`;
  const isNull = joined(
    keys.map((key) => sql`${identifier(key)} is null`),
    ' or ',
  );
  const hasKeys = guard(keys, sql`select * from ${NEW} where ${isNull}`, 'MR4025: a row has no key: ');
  const perKey = sql`select ${columnsOf(keys)} from ${ONE_EACH} group by ${columnsOf(keys)} having count(*) > 1`;
  const isOne = guard(keys, perKey, `MR4024: rows with one key differ: `);
  const old = before ? counted(mergeCounts.before, bracketed(oldRows(schema, before)), schema) : empty;
  const newcomers = sql`select ${TAKEN}.* from ${TAKEN} anti join ${OLD} on ${sameKey(keys, TAKEN, OLD)}`;
  const areCounted = sql`case when (select count(*) from (${counted(mergeCounts.added, bracketed(newcomers), schema)})) >= 0 then true else random() < 2 end`;
  const others = sql`select ${OLD}.* from ${OLD} anti join ${TAKEN} on ${sameKey(keys, OLD, TAKEN)}`;
  return sql`with ${NEW} as materialized (${counted(mergeCounts.in, bracketed(rows), schema)}), ${OLD} as (${old}),
${REPEATED} as (select ${columnsOf(keys)} from ${NEW} group by ${columnsOf(keys)} having count(*) > 1),
${ONE_EACH} as materialized (${candidates(keys, newer)}),
${TAKEN} as materialized (${takenRows(keys, newer)})
select * from ${TAKEN} where ${hasKeys} and ${isOne} and ${areCounted}
union all (${counted(mergeCounts.kept, bracketed(others), schema)})`;
};
