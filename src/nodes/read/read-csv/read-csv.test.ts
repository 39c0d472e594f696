import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readWith, written, writtenBy } from '../../testing/files.js';
import { type Lab, openLab, unordered } from '../../testing/lab.js';
import { writeCsv } from '../../write/write-csv/index.js';
import { readCsv } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

const FLIGHTS = 'origin,delay\nSAN,14\nLAX,\n';

const typesOf = ({ source }: Awaited<ReturnType<typeof readWith>>) => source.schema.map(({ type }) => type);

describe('dialect, header and types', () => {
  test('are found; an empty field is null', async () => {
    const result = await readWith(lab, readCsv, {}, [await written(lab, 'flights.csv', FLIGHTS)]);
    expect(result.columns).toEqual(['origin', 'delay']);
    expect(typesOf(result)).toEqual(['VARCHAR', 'BIGINT']);
    expect(unordered(result.rows)).toEqual([
      ['LAX', null],
      ['SAN', 14],
    ]);
  });

  test('can be pinned', async () => {
    const file = await written(lab, 'odd.csv', "# made by hand\nSAN;'a;b';NA\nLAX;'it''s';-\n");
    const config = {
      delimiter: ';',
      quote: "'",
      escape: "'",
      header: false,
      skip: 1,
      null_values: ['NA', '-'],
      names: ['origin', 'größe "x"', 'delay'],
      types: { delay: 'double' },
    };
    const result = await readWith(lab, readCsv, config, [file]);
    expect(result.columns).toEqual(['origin', 'größe "x"', 'delay']);
    expect(typesOf(result)).toEqual(['VARCHAR', 'VARCHAR', 'DOUBLE']);
    expect(unordered(result.rows)).toEqual([
      ['LAX', "it's", null],
      ['SAN', 'a;b', null],
    ]);
  });

  test('of dates and timestamps can be pinned too', async () => {
    const file = await written(lab, 'dates.csv', 'day,at\n03.02.2001,03.02.2001 04:05\n');
    const config = {
      date_format: '%d.%m.%Y',
      timestamp_format: '%d.%m.%Y %H:%M',
      types: { day: 'date', at: 'timestamp' },
    };
    const { rows } = await readWith(lab, readCsv, config, [file]);
    expect(rows).toEqual([['2001-02-03', '2001-02-03 04:05:00']]);
  });

  test('with one word for null', async () => {
    const file = await written(lab, 'null.csv', 'x,y\nnone,1\na,none\n,3\n');
    const { rows } = await readWith(lab, readCsv, { null_values: 'none' }, [file]);
    expect(unordered(rows)).toEqual([
      ['a', null],
      [null, 1],
      [null, 3],
    ]);
  });

  test('leading zeros stay where text is pinned', async () => {
    const file = await written(lab, 'zip.csv', 'zip\n00123\n');
    expect((await readWith(lab, readCsv, { types: { zip: 'varchar' } }, [file])).rows).toEqual([['00123']]);
  });
});

describe('several files', () => {
  test('are read as one; a column that differs in type takes the one that holds both', async () => {
    const files = [
      await written(lab, 'a.csv', FLIGHTS),
      await written(lab, 'b.csv', 'origin,delay\nSFO,1.5\n'),
    ];
    const result = await readWith(lab, readCsv, {}, files);
    expect(typesOf(result)).toEqual(['VARCHAR', 'DOUBLE']);
    expect(result.rows).toHaveLength(3);
  });

  test('may be written in different ways, with columns in another order', async () => {
    const files = [
      await written(lab, 'a.csv', FLIGHTS),
      await written(lab, 'c.csv', 'delay;origin\n3;SFO\n'),
    ];
    const result = await readWith(lab, readCsv, {}, files);
    expect(unordered(result.rows)).toEqual([
      ['LAX', null],
      ['SAN', 14],
      ['SFO', 3],
    ]);
  });

  const DIFFERENT = 'origin,carrier\nSFO,WN\n';

  test('must have the same columns', async () => {
    const files = [await written(lab, 'a.csv', FLIGHTS), await written(lab, 'd.csv', DIFFERENT)];
    const read = readWith(lab, readCsv, {}, files);
    await expect(read).rejects.toMatchObject({ problems: [{ code: 'MR4006' }] });
  });

  test('or those that a file lacks are null, with their type, also when only those are read', async () => {
    const files = [await written(lab, 'a.csv', FLIGHTS), await written(lab, 'd.csv', DIFFERENT)];
    const all = await readWith(lab, readCsv, { union_by_name: true }, files);
    expect(all.columns).toEqual(['origin', 'delay', 'carrier']);
    expect(unordered(all.rows)).toEqual([
      ['LAX', null, null],
      ['SAN', 14, null],
      ['SFO', null, 'WN'],
    ]);
    const some = await readWith(lab, readCsv, { union_by_name: true }, files, ['carrier']);
    expect(unordered(some.rows)).toEqual([['WN'], [null], [null]]);
  });
});

describe('columns', () => {
  test('that are not wanted are not read, nor looked at', async () => {
    const file = await written(lab, 'bad.csv', `x,y\n${'1,2\n'.repeat(30_000)}1,oops\n`);
    expect((await readWith(lab, readCsv, {}, [file], ['x'])).rows).toHaveLength(10_000);
  });

  test('that nobody wants still give the rows', async () => {
    const files = [
      await written(lab, 'a.csv', FLIGHTS),
      await written(lab, 'c.csv', 'delay;origin\n3;SFO\n'),
    ];
    expect((await readWith(lab, readCsv, {}, files, [])).rows).toHaveLength(3);
  });
});

describe('packed files', () => {
  test('.gz', async () => {
    const file = await written(lab, 'flights.csv.gz', gzipSync(FLIGHTS));
    expect((await readWith(lab, readCsv, {}, [file])).rows).toHaveLength(2);
  });

  test('.zst', async () => {
    const file = await writtenBy(lab, writeCsv, {}, 'flights.csv.zst', "select 'SAN' as origin, 14 as delay");
    expect((await readWith(lab, readCsv, {}, [file])).rows).toEqual([['SAN', 14]]);
  });
});

test('a value that is not of the type pinned stops the run', async () => {
  const file = await written(lab, 'typed.csv', 'x\n1\noops\n');
  const read = readWith(lab, readCsv, { types: { x: 'bigint' } }, [file]);
  await expect(read).rejects.toMatchObject({ problems: [{ code: 'MR4004' }] });
});

test('paths are one or many, and characters are one each', () => {
  const parsed = readCsv.config.parse({ path: ['raw://a.csv', 'raw://b/*.csv'] });
  expect(readCsv.paths(parsed).map(({ path }) => path)).toEqual(['a.csv', 'b/*.csv']);
  expect(readCsv.paths(readCsv.config.parse({ path: 'raw://a.csv' }))).toHaveLength(1);
  const valid = (config: object) => readCsv.config.safeParse({ path: 'raw://a.csv', ...config }).success;
  expect(valid({ delimiter: '||' })).toBe(false);
  expect(valid({ quote: '' })).toBe(false);
  expect(valid({ skip: -1 })).toBe(false);
  expect(valid({ null_values: [] })).toBe(false);
  expect(valid({ delimter: ';' })).toBe(false);
});
