import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataFile, Engine } from '../../src/kit/index.js';
import { type Column, column, lettered, quote, typeOf, valueFor } from './columns.js';
import type { Table } from './made.js';
import { type Random, randomOf } from './random.js';

/** A file that random documents read. */
export interface Source {
  readonly kind: 'read_csv' | 'read_json' | 'read_parquet';
  readonly file: DataFile;
  readonly table: Omit<Table, 'ref'>;
}

interface Plan {
  readonly name: string;
  readonly kind: Source['kind'];
  readonly rows: number;
}

const plans: readonly Plan[] = [
  { name: 'wide.parquet', kind: 'read_parquet', rows: 14 },
  { name: 'tall.parquet', kind: 'read_parquet', rows: 30 },
  { name: 'empty.parquet', kind: 'read_parquet', rows: 0 },
  { name: 'some.csv', kind: 'read_csv', rows: 14 },
  { name: 'none.csv', kind: 'read_csv', rows: 0 },
  { name: 'some.ndjson', kind: 'read_json', rows: 12 },
  { name: 'one.ndjson', kind: 'read_json', rows: 1 },
];

/** What a format can carry as it is: CSV has no lists, JSON no NaN and no infinity. */
const carried = { read_parquet: 'idnstmbl', read_csv: 'idnstmb', read_json: 'instmbl' } as const;

const columnsFor = (random: Random, kind: Source['kind']): readonly Column[] => {
  const all = [...'idnstmbl'].flatMap((letter) =>
    [0, 1, 2].map((ending) => column(letter as Column['letter'], ending)),
  );
  const fitting = lettered(all, carried[kind]);
  return random.some(fitting, 5, 10);
};

const rowsSql = (random: Random, columns: readonly Column[], rows: number): string => {
  const row = (): string => columns.map((item) => `${valueFor(random, item)} as ${quote(item)}`).join(', ');
  const all = Array.from({ length: Math.max(1, rows) }, () => `select ${row()}`).join(' union all ');
  return rows === 0 ? `select * from (${all}) where false` : all;
};

const formats = { read_parquet: 'parquet', read_csv: 'csv', read_json: 'json' } as const;

const written = async (engine: Engine, folder: string, { name, kind, rows }: Plan): Promise<Source> => {
  const random = randomOf(rows + name.length);
  const columns = columnsFor(random, kind);
  const path = join(folder, name);
  const options = kind === 'read_csv' ? { header: true } : {};
  await engine.execute(
    {
      query: { kind: 'sql', text: rowsSql(random, columns, rows), parameters: [] },
      sink: { kind: 'file', path, format: formats[kind], options },
    },
    { signal: new AbortController().signal, onProgress: () => undefined },
  );
  const { size, mtime } = await stat(path);
  const file = { path, name, bytes: size, modified: mtime.toISOString() };
  return { kind, file, table: { columns, rows } };
};

/** Files with the values that tools get wrong: some large, some empty. */
export const writeSources = async (engine: Engine, folder: string): Promise<readonly Source[]> => {
  const sources: Source[] = [];
  for (const plan of plans) sources.push(await written(engine, folder, plan));
  return sources;
};

/** What a document needs to know of a source. */
export interface Readable extends Pick<Source, 'kind' | 'table'> {
  /** Its path in the store; with a pattern where it is several files. */
  readonly file: Pick<DataFile, 'name'>;
  readonly contract?: object;
}

/** The settings of the node that reads a source: text says nothing of its types, so they are pinned. */
export const readingConfig = ({ kind, file, table }: Readable): Readonly<Record<string, unknown>> => ({
  path: `raw://${file.name}`,
  ...(kind === 'read_parquet'
    ? {}
    : { types: Object.fromEntries(table.columns.map((item) => [item.name, typeOf(item)])) }),
  ...(kind === 'read_csv' ? { header: true, delimiter: ',', quote: '"', escape: '"' } : {}),
  ...(kind === 'read_json' ? { format: 'newline_delimited' } : {}),
});
