import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import * as arrow from 'apache-arrow';
import { type Value, workbookOf } from '../../support/workbook.js';
import type { GoodFile } from '../file.js';
import { type Draw, drawOf, FILES, WORDS } from './random.js';

/** Columns of all kinds, over the numbers of the rows. */
const COLUMNS = [
  'i',
  'i::tinyint % 100',
  'i::hugeint * 1e18::hugeint',
  'i / 7.0::double',
  '(i / 7)::decimal(18,3)',
  'i % 2 = 0',
  "'text ' || i",
  "'Łódź 東京 ' || i",
  "date '2026-01-31' + i::integer % 1000",
  "timestamp '2026-01-31 09:30:00' + interval (i) second",
  "timestamptz '2026-01-31 09:30:00+00'",
  "time '09:30:00'",
  "('\\xAA' || chr((65 + i % 20)::integer))::blob",
  'uuid()',
  '[i, i + 1, null]',
  "{a: i, b: 'x', c: [1, 2]}",
  "map {'a': i, 'b': null}",
  'case when i % 3 = 0 then null else i end',
  'interval (i) day',
  "'same'",
  "('a')::enum('a', 'b')",
  '[[i], []]',
  'i::float',
  'null::varchar',
] as const;

const parquetSql = (seed: number, path: string): { readonly sql: string; readonly rows: number } => {
  const draw = drawOf(7000 + seed);
  const columns = draw.list(1 + draw.number(12), (index) => `${draw.one(COLUMNS)} as "c${index}"`);
  const rows = draw.one([0, 1, 10, 2500, 20_000]);
  const codec = draw.one(['snappy', 'gzip', 'zstd', 'lz4_raw', 'uncompressed', 'brotli']);
  const version = draw.one(['V1', 'V2']);
  return {
    rows,
    sql: `copy (select ${columns.join(', ').replace(/i::tinyint % 100/g, '(i % 100)::tinyint')} from range(${rows}) as r(i)) to '${path}' (format parquet, compression ${codec}, row_group_size 5000, parquet_version ${version})`,
  };
};

const written = async (seed: number): Promise<Buffer> => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-good-'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`set threads = 1; select setseed(0.5); ${parquetSql(seed, join(folder, 'a')).sql}`);
    return readFileSync(join(folder, 'a'));
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true, force: true });
  }
};

export const parquet: readonly GoodFile[] = Array.from({ length: FILES }, (_, seed) => ({
  type: 'parquet',
  about: `drawn with ${seed}`,
  name: seed % 4 ? 'a.parquet' : 'a.pq',
  declaredType: seed % 3 ? 'application/vnd.apache.parquet' : 'application/x-parquet',
  records: parquetSql(seed, '').rows,
  bytes: () => written(seed),
}));

/** Columns of Arrow, of so many rows. */
const vectors: readonly ((rows: number) => arrow.Vector)[] = [
  (rows) =>
    arrow.vectorFromArray(
      Array.from({ length: rows }, (_, i) => i),
      new arrow.Int32(),
    ),
  (rows) =>
    arrow.vectorFromArray(
      Array.from({ length: rows }, (_, i) => BigInt(i)),
      new arrow.Int64(),
    ),
  (rows) =>
    arrow.vectorFromArray(
      Array.from({ length: rows }, (_, i) => (i % 3 ? i / 7 : null)),
      new arrow.Float64(),
    ),
  (rows) =>
    arrow.vectorFromArray(
      Array.from({ length: rows }, (_, i) => `text 東京 ${i}`),
      new arrow.Utf8(),
    ),
  (rows) =>
    arrow.vectorFromArray(
      Array.from({ length: rows }, (_, i) => (i % 2 ? null : `text ${i}`)),
      new arrow.LargeUtf8(),
    ),
  (rows) =>
    arrow.vectorFromArray(
      Array.from({ length: rows }, (_, i) => ['a', 'b', null][i % 3]),
      new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32()),
    ),
  (rows) =>
    arrow.vectorFromArray(
      Array.from({ length: rows }, (_, i) => i % 2 === 0),
      new arrow.Bool(),
    ),
  (rows) =>
    arrow.vectorFromArray(
      Array.from({ length: rows }, (_, i) => new Date(i * 86_400_000)),
      new arrow.DateDay(),
    ),
  (rows) =>
    arrow.vectorFromArray(
      Array.from({ length: rows }, (_, i) => i),
      new arrow.TimestampMillisecond(),
    ),
  (rows) =>
    arrow.vectorFromArray(
      Array.from({ length: rows }, (_, i) => Uint8Array.of(i, 0)),
      new arrow.Binary(),
    ),
  (rows) =>
    arrow.vectorFromArray(
      Array.from({ length: rows }, (_, i) => [i, i + 1]),
      new arrow.List(new arrow.Field('item', new arrow.Int32())),
    ),
  (rows) =>
    arrow.vectorFromArray(
      Array.from({ length: rows }, (_, i) => ({ a: i, b: `x${i}` })),
      new arrow.Struct([new arrow.Field('a', new arrow.Int32()), new arrow.Field('b', new arrow.Utf8())]),
    ),
];

const arrowOf = (seed: number): { readonly table: arrow.Table; readonly rows: number } => {
  const draw = drawOf(8000 + seed);
  const rows = draw.one([1, 10, 300, 2000]);
  const columns = draw.list(1 + draw.number(6), (index) => [`c${index}`, draw.one(vectors)(rows)] as const);
  const table = new arrow.Table(Object.fromEntries(columns));
  return draw.number(3) === 0 ? { table: table.concat(table), rows: rows * 2 } : { table, rows };
};

export const arrowFiles: readonly GoodFile[] = Array.from({ length: FILES }, (_, seed) => ({
  type: 'arrow',
  about: `drawn with ${seed}`,
  name: seed % 2 ? 'a.arrow' : 'a.arrows',
  declaredType: seed % 2 ? 'application/vnd.apache.arrow.file' : 'application/vnd.apache.arrow.stream',
  bytes: () => Buffer.from(arrow.tableToIPC(arrowOf(seed).table, seed % 2 ? 'file' : 'stream')),
}));

const cellOf = (draw: Draw): Value => {
  const kind = draw.number(9);
  if (kind === 0) return draw.number(1_000_000) / 100;
  if (kind === 1) return draw.number(2) === 0;
  if (kind === 2) return new Date(Date.UTC(2026, draw.number(12), 1 + draw.number(28)));
  if (kind === 3) return null;
  if (kind === 4) return { t: 'n', v: draw.number(100), f: 'SUM(A1:A2)' };
  if (kind === 5) return { t: 'n', v: 0.25, z: '0.00%' };
  if (kind === 6) return { t: 's', v: 'a page', l: { Target: 'https://host/a?b=c', Tooltip: 'there' } };
  if (kind === 7) return { t: 's', v: 'noted', c: [{ a: 'Ada', t: 'look here' }] };
  return draw.one(WORDS);
};

const workbook = (seed: number): Buffer => {
  const draw = drawOf(9000 + seed);
  const sheets = draw.list(1 + draw.number(4), (index) => {
    const width = 1 + draw.number(8);
    const rows = draw.list(1 + draw.number(seed % 10 === 0 ? 800 : 30), () =>
      draw.list(width, () => cellOf(draw)),
    );
    const merges = draw.number(3) === 0 ? ['A1:B1'] : [];
    return [`${draw.one(['Sheet', 'Tabelle', '東京'])} ${index}`, { rows, merges }] as const;
  });
  const hidden = sheets.length > 1 && draw.number(2) === 0 ? [sheets.at(-1)?.[0] ?? ''] : [];
  return workbookOf(Object.fromEntries(sheets), { hidden });
};

export const xlsx: readonly GoodFile[] = Array.from({ length: FILES }, (_, seed) => ({
  type: 'xlsx',
  about: `drawn with ${seed}`,
  name: 'Orders of May.xlsx',
  declaredType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  bytes: () => workbook(seed),
}));
