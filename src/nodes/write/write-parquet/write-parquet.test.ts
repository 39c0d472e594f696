import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { literal, nodeContext, sql } from '../../../kit/index.js';
import { dataFile, writtenBy } from '../../testing/files.js';
import { type Lab, openLab } from '../../testing/lab.js';
import { writeParquet } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

const metadata = async (config: Readonly<Record<string, unknown>>) => {
  const { path } = await writtenBy(
    lab,
    writeParquet,
    config,
    'out.parquet',
    'select range as n from range(10000)',
  );
  const { rows } = await lab.query(
    sql`select distinct compression, row_group_num_rows from parquet_metadata(${literal(path)}) order by all`,
  );
  return rows;
};

describe('compression', () => {
  test.each([
    [{}, 'ZSTD'],
    [{ compression: 'zstd' }, 'ZSTD'],
    [{ compression: 'snappy' }, 'SNAPPY'],
    [{ compression: 'gzip' }, 'GZIP'],
    [{ compression: 'lz4' }, 'LZ4_RAW'],
    [{ compression: 'brotli' }, 'BROTLI'],
    [{ compression: 'none' }, 'UNCOMPRESSED'],
    [{ compression_level: 22 }, 'ZSTD'],
  ])('%j gives %s', async (config, codec) => {
    expect(await metadata(config)).toEqual([[codec, 10_000]]);
  });
});

test('row groups have as many rows as asked for', async () => {
  const groups = (await metadata({ row_group_rows: 4096 })).map(([, rows]) => Number(rows));
  expect(Math.max(...groups)).toBe(4096);
});

test('no rows give a file with the columns', async () => {
  await writtenBy(
    lab,
    writeParquet,
    {},
    'none.parquet',
    'select 1::utinyint as x, \'a\' as "b c" where false',
  );
  const { path } = await dataFile(lab, 'none.parquet');
  const { schema } = await lab.query(sql`from read_parquet(${literal(path)})`);
  expect(schema).toEqual([
    { name: 'x', type: 'UTINYINT' },
    { name: 'b c', type: 'VARCHAR' },
  ]);
});

test('a target is one file or a folder of files', () => {
  const target = (config: object) => writeParquet.target(writeParquet.config.parse(config));
  expect(target({ path: 'out://a/b.parquet' })).toMatchObject({
    mode: 'replace',
    path: { store: 'out', path: 'a/b.parquet' },
  });
  expect(target({ path: 'out://log/', mode: 'append' })).toMatchObject({
    mode: 'append',
    extension: '.parquet',
  });
  expect(writeParquet.config.safeParse({ path: 'late.parquet' }).success).toBe(false);
  expect(writeParquet.config.safeParse({ path: 'out://x', row_group_rows: 10 }).success).toBe(false);
});

test('whole numbers of 128 bits are written with all of their digits', async () => {
  const input = await lab.input('f', `select 18446744073709551614::hugeint as n, 1 as "x y"`);
  const lowered = writeParquet.lower(
    nodeContext(writeParquet.config.parse({ path: 'out://a.parquet' }), [input]),
  );
  const { schema, rows } = await lab.query(lowered ?? sql`select 1`);
  expect(schema).toEqual([
    { name: 'n', type: 'DECIMAL(38,0)' },
    { name: 'x y', type: 'INTEGER' },
  ]);
  expect(rows).toEqual([['18446744073709551614', 1]]);
});

test('rows that Parquet can hold are written as they are', async () => {
  const input = await lab.input('f', 'select 1 as n');
  expect(
    writeParquet.lower(nodeContext(writeParquet.config.parse({ path: 'out://a.parquet' }), [input])),
  ).toBeUndefined();
});
