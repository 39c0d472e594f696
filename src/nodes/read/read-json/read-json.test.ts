import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readWith, written, writtenBy } from '../../testing/files.js';
import { type Lab, openLab, unordered } from '../../testing/lab.js';
import { writeJson } from '../../write/write-json/index.js';
import { readJson } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

const LINES = '{"origin":"SAN","delay":14}\n{"origin":"LAX"}\n';
const ARRAY = '[{"origin":"SAN","delay":14},{"origin":"LAX"}]';

describe('objects are rows, and a key that one lacks is null', () => {
  test.each([
    ['one a line', LINES, 'auto'],
    ['one a line', LINES, 'newline_delimited'],
    ['in a list', ARRAY, 'auto'],
    ['in a list', ARRAY, 'array'],
  ])('%s: %s, format %s', async (_, content, format) => {
    const result = await readWith(lab, readJson, { format }, [await written(lab, 'flights.json', content)]);
    expect(result.columns).toEqual(['origin', 'delay']);
    expect(unordered(result.rows)).toEqual([
      ['LAX', null],
      ['SAN', 14],
    ]);
  });
});

test('objects and lists inside of a row keep their shape', async () => {
  const file = await written(lab, 'nested.json', '{"a b":{"c":[1,2]},"d":[{"e":"x"}]}');
  const { rows, source } = await readWith(lab, readJson, {}, [file]);
  expect(source.schema.map(({ type }) => type)).toEqual(['STRUCT("c" BIGINT[])', 'STRUCT("e" VARCHAR)[]']);
  expect(rows).toEqual([[{ c: ['1', '2'] }, [{ e: 'x' }]]]);
});

test('types can be pinned', async () => {
  const file = await written(lab, 'flights.json', LINES);
  const { rows } = await readWith(lab, readJson, { types: { delay: 'varchar' } }, [file], ['delay']);
  expect(unordered(rows)).toEqual([['14'], [null]]);
});

test('dates and timestamps are found in text', async () => {
  const file = await written(lab, 'dates.json', '{"day":"2001-02-03","at":"2001-02-03T04:05:06Z"}');
  const { rows } = await readWith(lab, readJson, {}, [file]);
  expect(rows).toEqual([['2001-02-03', '2001-02-03 04:05:06']]);
});

test('several files may differ in keys with `union_by_name`', async () => {
  const files = [await written(lab, 'a.json', LINES), await written(lab, 'b.json', '{"carrier":"WN"}')];
  const { columns, rows } = await readWith(lab, readJson, { union_by_name: true }, files);
  expect(columns).toEqual(['origin', 'delay', 'carrier']);
  expect(rows).toHaveLength(3);
});

test('packed files are unpacked', async () => {
  const files = [
    await written(lab, 'a.ndjson.gz', gzipSync(LINES)),
    await writtenBy(lab, writeJson, {}, 'b.ndjson.zst', "select 'SFO' as origin, 3 as delay"),
  ];
  expect((await readWith(lab, readJson, {}, files)).rows).toHaveLength(3);
});

test('rows are given when no column is wanted', async () => {
  const file = await written(lab, 'flights.json', ARRAY);
  expect((await readWith(lab, readJson, {}, [file], [])).rows).toHaveLength(2);
});

test('a file that is cut short stops the run', async () => {
  const file = await written(lab, 'cut.json', ARRAY.slice(0, 30));
  await expect(readWith(lab, readJson, {}, [file])).rejects.toMatchObject({ problems: [{ code: 'MR4002' }] });
});

test('an object that is longer than 16 MB needs to be declared', async () => {
  const many = Array.from({ length: 300_000 }, (_, id) => ({
    id,
    text: 'about fifty characters for each of the objects',
  }));
  const file = await written(lab, 'long.json', JSON.stringify({ type: 'all', objects: many }));
  await expect(readWith(lab, readJson, {}, [file])).rejects.toMatchObject({
    problems: [{ code: 'MR4005', message: expect.stringContaining('max_object_size') }],
  });
  const { rows } = await readWith(lab, readJson, { max_object_size: '64MB' }, [file], ['type']);
  expect(rows).toEqual([['all']]);
});
