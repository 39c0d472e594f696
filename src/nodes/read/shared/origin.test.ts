import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DataFile, Finding, SourceInfo } from '../../../kit/index.js';
import { dataFile, readWith, written } from '../../testing/files.js';
import { type Lab, openLab, unordered } from '../../testing/lab.js';
import { readCsv } from '../read-csv/index.js';
import { readJson } from '../read-json/index.js';
import { readParquet } from '../read-parquet/index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

const csv = async (name: string, text: string): Promise<DataFile> => {
  await mkdir(dirname(join(lab.folder, name)), { recursive: true });
  return written(lab, name, text);
};

const parquet = async (name: string, query: string): Promise<DataFile> => {
  await mkdir(dirname(join(lab.folder, name)), { recursive: true });
  const sink = {
    kind: 'file',
    path: join(lab.folder, name),
    format: 'parquet',
    options: { row_group_size: 2048 },
  } as const;
  const running = { signal: new AbortController().signal, onProgress: () => undefined };
  await lab.engine.execute({ query: { kind: 'sql', text: query, parameters: [] }, sink }, running);
  return dataFile(lab, name);
};

describe('columns from the names of files', () => {
  const PATTERN = { pattern: String.raw`sales/(?<year>\d{4})-(?<month>\d\d)(-(?<note>\w+))?\.` };

  test('by a pattern with named groups; a group that is not there is null', async () => {
    const files = [
      await csv('sales/2025-12.csv', 'id\n1\n2\n'),
      await csv('sales/2026-01-late.csv', 'id\n3\n'),
    ];
    const { columns, rows } = await readWith(lab, readCsv, { capture: PATTERN }, files);
    expect(columns).toEqual(['id', 'year', 'month', 'note']);
    expect(unordered(rows)).toEqual([
      [1, '2025', '12', null],
      [2, '2025', '12', null],
      [3, '2026', '01', 'late'],
    ]);
  });

  test('with the types that are pinned', async () => {
    const files = [await csv('sales/2025-12.csv', 'id\n1\n')];
    const capture = { ...PATTERN, types: { year: 'integer' } };
    expect((await readWith(lab, readCsv, { capture }, files, ['year'])).rows).toEqual([[2025]]);
  });

  test('by folders such as `year=2026`, decoded; Hive has a word for null', async () => {
    const files = [
      await parquet('h/country=D%C3%BC%2Fx/day=2026-01-01/a.parquet', 'select 1 as id'),
      await parquet('h/country=__HIVE_DEFAULT_PARTITION__/day=2026-01-02/a.parquet', 'select 2 as id'),
    ];
    const { columns, rows } = await readWith(lab, readParquet, { capture: 'hive' }, files);
    expect(columns).toEqual(['id', 'country', 'day']);
    expect(unordered(rows)).toEqual([
      [1, 'Dü/x', '2026-01-01'],
      [2, null, '2026-01-02'],
    ]);
  });

  test('alone, there is a row for each record all the same', async () => {
    const files = [
      await written(lab, '2025-a.ndjson', '{"x":1}\n{"x":2}\n'),
      await written(lab, '2026-a.ndjson', '{"x":3}\n'),
    ];
    const capture = { pattern: String.raw`(?<year>\d+)-` };
    const { rows } = await readWith(lab, readJson, { capture }, files, ['year']);
    expect(unordered(rows)).toEqual([['2025'], ['2025'], ['2026']]);
  });

  test('of files that are written in different ways', async () => {
    const files = [await csv('w/a-1.csv', 'id;n\n1;2\n'), await csv('w/b-2.csv', 'id,n\n3,4\n')];
    const capture = { pattern: 'w/(?<letter>.)-' };
    expect(unordered((await readWith(lab, readCsv, { capture }, files)).rows)).toEqual([
      [1, 2, 'a'],
      [3, 4, 'b'],
    ]);
  });

  test.each(['no groups', '(?<open', ''])('%s is no pattern', (pattern) => {
    expect(readCsv.config.safeParse({ path: 'raw://a.csv', capture: { pattern } }).success).toBe(false);
  });
});

describe('the number of a record in its file', () => {
  const many = (from: number) =>
    `id\n${Array.from({ length: 30_000 }, (_, index) => from + index).join('\n')}\n`;

  test('begins at one in each CSV file', async () => {
    const files = [await csv('n1.csv', many(0)), await csv('n2.csv', many(30_000))];
    const { source } = await readWith(lab, readCsv, { row_origin: true }, files, ['id']);
    const config = readCsv.config.parse({ path: 'raw://n.csv', row_origin: true });
    const lowered = readCsv.lower({
      config,
      source,
      columns: [...source.schema, ...readCsv.added(config, source)],
    });
    const { rows } = await lab.query({
      ...lowered,
      text: `select origin_file, count(*), count(*) filter (where origin_row = id % 30000 + 1) from (${lowered.text}) where id > 5 group by all order by all`,
    });
    expect(rows).toEqual([
      ['n1.csv', 29_994, 29_994],
      ['n2.csv', 30_000, 30_000],
    ]);
  });

  test('comes free with Parquet, over several row groups', async () => {
    const file = await parquet('rows.parquet', 'select range as id from range(10000)');
    const { rows } = await readWith(lab, readParquet, { row_origin: true }, [file], ['id', 'origin_row']);
    expect(rows).toHaveLength(10_000);
    expect(rows.every(([id, row]) => Number(row) === Number(id) + 1)).toBe(true);
  });

  test('of JSON too', async () => {
    const file = await written(lab, 'r.ndjson', '{"x":"a"}\n{"x":"b"}\n');
    const { rows } = await readWith(lab, readJson, { row_origin: true }, [file]);
    expect(rows).toEqual([
      ['a', 'r.ndjson', 1],
      ['b', 'r.ndjson', 2],
    ]);
  });

  test('is not counted where nothing needs it', async () => {
    const file = await csv('c.csv', 'id\n1\n');
    const { source } = await readWith(lab, readCsv, { row_origin: true }, [file]);
    const config = readCsv.config.parse({ path: 'raw://c.csv', row_origin: true });
    expect(readCsv.lower({ config, source, columns: source.schema }).text).not.toContain('row_number');
  });
});

describe('what does not fit', () => {
  const faults = (
    config: object,
    names: readonly string[],
    columns: readonly string[] = ['id'],
  ): readonly Finding[] => {
    const files = names.map((name) => ({ path: `/${name}`, name, bytes: 1, modified: '' }));
    const schema = columns.map((name) => ({ name, type: 'BIGINT' }));
    const source: SourceInfo = { format: 'csv', files, schema, groups: [] };
    return readCsv.check(readCsv.config.parse({ path: 'raw://a.csv', ...config }), source);
  };

  test('a file that the pattern does not find', () => {
    expect(faults({ capture: { pattern: '(?<y>[0-9]+)' } }, ['a-1.csv', 'b.csv'])).toMatchObject([
      { code: 'MR4017', message: '"b.csv" does not fit the pattern `(?<y>[0-9]+)`' },
    ]);
  });

  test('a file with other folders', () => {
    expect(faults({ capture: 'hive' }, ['y=1/a.csv', 'x=1/a.csv'])).toMatchObject([{ code: 'MR4017' }]);
  });

  test('a type for a column that is not captured', () => {
    const capture = { pattern: '(?<y>[0-9]+)', types: { z: 'integer' } };
    expect(faults({ capture }, ['1.csv'])).toMatchObject([
      { code: 'MR2104', path: ['capture', 'types', 'z'] },
    ]);
  });

  test('a column that hides what is counted by', () => {
    expect(faults({ row_origin: true }, ['1.csv'], ['File_Index'])).toMatchObject([{ code: 'MR2114' }]);
    expect(faults({}, ['1.csv'], ['File_Index'])).toEqual([]);
  });
});
