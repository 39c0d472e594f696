import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readWith, written, writtenBy } from '../../testing/files.js';
import { type Lab, openLab, unordered } from '../../testing/lab.js';
import { writeParquet } from '../../write/write-parquet/index.js';
import { readParquet } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

const parquet = (name: string, query: string) => writtenBy(lab, writeParquet, {}, name, query);

test('columns and types are those of the file, and the number of rows is known', async () => {
  const query = `select 1::utinyint as a, 1.50::decimal(9,2) as "b ""c""", [1, 2] as "größe", {x: 'y'} as "select",
    timestamptz '2001-02-03 04:05:06+00' as at, 'x'::enum('x', 'it''s') as e`;
  const { rows, source } = await readWith(lab, readParquet, {}, [await parquet('odd.parquet', query)]);
  expect(source.rows).toBe(1);
  expect(source.schema.slice(0, 3)).toEqual([
    { name: 'a', type: 'UTINYINT' },
    { name: 'b "c"', type: 'DECIMAL(9,2)' },
    { name: 'größe', type: 'INTEGER[]' },
  ]);
  expect(rows).toMatchObject([[1, '1.50', [1, 2], { x: 'y' }, '2001-02-03 04:05:06+00', 'x']]);
});

describe('several files', () => {
  test('are read as one, with types that hold both', async () => {
    const files = [
      await parquet('a.parquet', "select 'SAN' as origin, 1::integer as delay"),
      await parquet('b.parquet', "select 2::bigint as delay, 'LAX' as origin"),
    ];
    const { rows, source } = await readWith(lab, readParquet, {}, files);
    expect(source.schema[1]).toEqual({ name: 'delay', type: 'BIGINT' });
    expect(unordered(rows)).toEqual([
      ['LAX', 2],
      ['SAN', 1],
    ]);
  });

  test('may differ in columns with `union_by_name` only', async () => {
    const files = [
      await parquet('a.parquet', 'select 1 as x'),
      await parquet('b.parquet', "select 2 as x, date '2001-01-01' as y"),
    ];
    await expect(readWith(lab, readParquet, {}, files)).rejects.toMatchObject({
      problems: [{ code: 'MR4006' }],
    });
    const { rows } = await readWith(lab, readParquet, { union_by_name: true }, files, ['y']);
    expect(unordered(rows)).toEqual([['2001-01-01'], [null]]);
  });
});

test('no rows give the columns alone', async () => {
  const file = await parquet('none.parquet', 'select 1 as x where false');
  expect(await readWith(lab, readParquet, {}, [file])).toMatchObject({ columns: ['x'], rows: [] });
});

test('rows are given when no column is wanted', async () => {
  const file = await parquet('many.parquet', 'select range as x, 1 as y from range(5)');
  expect((await readWith(lab, readParquet, {}, [file], [])).rows).toHaveLength(5);
});

test('what is no Parquet file stops the run', async () => {
  const file = await written(lab, 'bad.parquet', 'origin,delay\n');
  await expect(readWith(lab, readParquet, {}, [file])).rejects.toMatchObject({
    problems: [{ code: 'MR4002' }],
  });
});
