import { basename, dirname } from 'node:path';
import { identifier, joined, literal, type Sql, sql, type TransformDeclaration } from '../../kit/index.js';
import type { Sharing } from '../../planner/index.js';
import { layout, PARQUET, partitionsIn } from './exchange.js';
import {
  type Asking,
  BEFORE,
  columnsOf,
  type GiantKeys,
  isGiant,
  NUMBER,
  NUMBER_COLUMN,
  parquet,
} from './giant-keys.js';
import { asWritten, type Partition } from './partition.js';

const RANGE_COLUMN = 'range ⟨as written⟩';
const RANGE = identifier(RANGE_COLUMN);
const PLACE = identifier('place ⟨as written⟩');

/**
 * Rows of keys with the range that each is in: so many of them, by the total order of the columns that are read. Rows
 * that are alike in all of these are as good as each other.
 */
const ranged = (
  files: readonly string[],
  giants: GiantKeys,
  { by, reads }: TransformDeclaration,
  range: number,
): Sql => {
  const names = Object.keys(reads);
  const key = sql`k.${NUMBER}, k.${BEFORE}`;
  // Columns of the key are the same in all rows of one: to sort by them costs half as much again.
  const others = names.filter((name) => !by.includes(name));
  const order = [sql`k.${NUMBER}`, ...others.map((name) => sql`r.${identifier(name)} asc nulls last`)];
  const ordered = sql`select ${columnsOf(names, 'r')}, ${key} from ${parquet(files)} r join ${parquet([giants.file])} k on ${isGiant(by)} order by ${joined(order)}`;
  // A window without an order counts rows as they come, one by one: nothing has to be held beyond what sorting does.
  const placed = sql`select *, row_number() over () as ${PLACE} from (${ordered})`;
  return sql`select ${columnsOf(names)}, ${NUMBER}, (${PLACE} - 1 - ${BEFORE}) // ${literal(range)} as ${RANGE} from (${placed})`;
};

const numberIn = (folder: string): number => Number(basename(folder).split('=').at(-1));

/** Cuts keys into ranges of so many rows, each a partition. */
export const rangesOf = async (
  { engine, options }: Asking,
  files: readonly string[],
  giants: GiantKeys,
  declaration: TransformDeclaration,
  { range }: Pick<Sharing, 'range'>,
  folder: string,
): Promise<readonly Partition[]> => {
  if (giants.keys.length === 0) return [];
  const query = ranged(files, giants, declaration, range);
  const partitionBy = [NUMBER_COLUMN, RANGE_COLUMN];
  const sink = { kind: 'file', path: folder, ...PARQUET, folder: { ...layout, partitionBy } } as const;
  await engine.execute({ query, sink }, options);
  const found = (await partitionsIn(folder)).map((parts) => {
    const place = dirname(parts[0] ?? '');
    return { parts, key: numberIn(dirname(place)), at: numberIn(place) };
  });
  return Promise.all(
    found
      .sort((a, b) => a.key - b.key || a.at - b.at)
      .map(async ({ parts, key }) => ({ ...(await asWritten(parts)), rangeOf: key })),
  );
};
