import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeRows } from '../support/duckdb.js';
import { type Column, column, lettered, quote, typeOf, values } from './columns.js';
import type { Readable, Source } from './sources.js';

/** Rows of each file of a source; nothing of how they are cut up may be seen in a result. */
interface Plan {
  readonly name: string;
  readonly kind: Source['kind'];
  readonly files: readonly number[];
  /** Of ten rows, so many have one key. */
  readonly skew: number;
  readonly contract?: object;
}

const guarded = { columns: { s1: { required: true } }, tolerate: { share: '100%' } } as const;

const plans: readonly Plan[] = [
  { name: 'giant', kind: 'read_csv', files: [9000, 1, 7000], skew: 10 },
  { name: 'skewed', kind: 'read_parquet', files: [10_000, 6000], skew: 9 },
  { name: 'even', kind: 'read_parquet', files: [5000, 0, 3000], skew: 0, contract: guarded },
  { name: 'lines', kind: 'read_json', files: [4000, 10, 3000], skew: 7 },
  { name: 'none', kind: 'read_parquet', files: [0], skew: 0 },
  { name: 'hollow', kind: 'read_csv', files: [0, 40, 0], skew: 5 },
  { name: 'few', kind: 'read_json', files: [3, 2], skew: 0 },
  { name: 'typed', kind: 'read_csv', files: [3000, 2500], skew: 2, contract: guarded },
];

const OPTIONS = {
  read_csv: 'format csv, header',
  read_parquet: 'format parquet, row_group_size 2048',
  read_json: 'format json',
} as const;

const ending = { read_csv: 'csv', read_parquet: 'parquet', read_json: 'ndjson' } as const;

/** What makes it hard to say where a record ends. */
const awkward = ["'two\nlines'", `'"'`, `'a,"b'`, "'a\r\nb'", `'\\'`, "'[{'"] as const;

const cellsOf = ({ letter }: Column): readonly string[] =>
  letter === 's' ? [...values.s, ...awkward] : values[letter];

/** The column by which rows can be told from one another. */
const ID = column('i', 0);
/** The column in which values are skewed. */
const KEY = column('s', 0);

const COLUMNS: readonly Column[] = [
  ID,
  KEY,
  { name: 'constructor', letter: 's' },
  column('i', 3),
  column('d', 0),
  column('n', 0),
  column('s', 4),
  column('t', 0),
  column('m', 2),
  column('b', 0),
  column('l', 0),
];

/** What a format can carry as it is. */
const carried = { read_parquet: 'idnstmbl', read_csv: 'idnstmb', read_json: 'istmb' } as const;

const cell = (item: Column, place: number, skew: number): string => {
  if (item === ID) return 'i';
  if (item === KEY)
    return `case when hash(i) % 10 < ${skew} then 'giant' when i % 41 = 0 then null else 'k' || (i % 97) end`;
  const all = cellsOf(item).map((value) => `cast(${value} as ${typeOf(item)})`);
  return `([${all.join(', ')}])[1 + (hash(i * 31 + ${place}) % ${all.length})::bigint]`;
};

const sourceOf = async (folder: string, { name, kind, files, skew, contract }: Plan): Promise<Readable> => {
  const columns = lettered(COLUMNS, carried[kind]);
  const cells = columns.map((item, place) => `${cell(item, place, skew)}::${typeOf(item)} as ${quote(item)}`);
  let from = 0;
  for (const [index, rows] of files.entries()) {
    const path = join(folder, `${name}-${index}.${ending[kind]}`);
    await mkdir(dirname(path), { recursive: true });
    await writeRows(
      path,
      `select ${cells.join(', ')} from range(${from}, ${from + rows}) as r(i)`,
      OPTIONS[kind],
    );
    from += rows;
  }
  return {
    kind,
    file: { name: `${name}-*.${ending[kind]}` },
    table: { columns, rows: Math.max(1, from) },
    ...(contract ? { contract } : {}),
  };
};

/** Sources of several files: with many rows of one key, with few rows, with none. */
export const writeCodeSources = async (folder: string): Promise<readonly Readable[]> => {
  const sources: Readable[] = [];
  for (const plan of plans) sources.push(await sourceOf(folder, plan));
  return sources;
};
