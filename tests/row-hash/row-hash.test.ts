import { expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { writeRows } from '../support/duckdb.js';
import { jsonDocument, type Nodes } from '../support/json-document.js';
import { project } from '../support/project.js';
import { hashes } from './hashes.js';

const writers: Nodes = {
  parquet: { use: 'write_parquet', from: 'rows', with: { path: 'out://rows.parquet' } },
  groups: {
    use: 'write_parquet',
    from: 'rows',
    with: { path: 'out://groups.parquet', row_group_rows: 2048, compression: 'gzip' },
  },
  csv: { use: 'write_csv', from: 'rows', with: { path: 'out://rows.csv' } },
  odd_csv: {
    use: 'write_csv',
    from: 'rows',
    with: { path: 'out://odd.csv', null_value: 'NA', quote_all: true, delimiter: ';', header: false },
  },
  json: { use: 'write_json', from: 'rows', with: { path: 'out://rows.json' } },
  parts: { use: 'write_csv', from: 'rows', with: { path: 'out://parts/', partition_by: ['part'] } },
  parquet_parts: { use: 'write_parquet', from: 'rows', with: { path: 'out://pq/', partition_by: ['part'] } },
  json_parts: { use: 'write_json', from: 'rows', with: { path: 'out://js/', partition_by: ['part'] } },
};

const read = { use: 'read_parquet', with: { path: 'raw://rows.parquet' } };

/** The hash of the rows of a query for each way of writing them. */
const hashesOf = async (select: string, only: readonly string[] = ['parquet'], threads = 2) => {
  const nodes = { rows: read, ...Object.fromEntries(only.map((name) => [name, writers[name]])) };
  const at = await project({ 'pipeline.json': jsonDocument(nodes), 'data/none': '' });
  await writeRows(at.path('data/rows.parquet'), select);
  return hashes(at, { plan: 'fused', threads }, 'pipeline.json');
};

const hashOf = async (select: string): Promise<string> => {
  const { parquet } = await hashesOf(select);
  expect(parquet).toMatch(/^[0-9a-f]{64}$/);
  return parquet ?? '';
};

const scalars = `select i, i % 3 as part, 'é "quoted", ' || i as text, case when i % 5 = 0 then null when i % 5 = 1 then '' else 'NA' end as word,
  (i / 7)::double as ratio, (i / 7)::float as small, (i * 1.25)::decimal(12, 2) as amount, i % 2 = 0 as yes,
  timestamp '2001-02-03 04:05:06.789' + to_seconds(i) as moment, timestamptz '2001-02-03 04:05:06Z' as instant, date '2001-02-03' + (i % 9)::integer as day,
  time '01:02:03' as clock, uuid '00000000-0000-0000-0000-000000000001' as id, (i::hugeint * 1000000000000000000000)::decimal(38, 0) as wide`;

const nested = `select i, i % 3 as part, [i, null] as list, []::integer[] as empty, null::integer[] as missing,
  { a: 'x"' || i, b: null::integer } as pair, map { 'k': i * 1.5 } as dictionary, [[1], [i]] as deep`;

const rows = (select: string, count = 5000): string => `${select} from range(${count}) as numbers(i)`;

test('is the same in any format, with any settings, in one file or in partitions', async () => {
  const given = await hashesOf(rows(scalars), Object.keys(writers));
  expect(new Set(Object.values(given)).size, JSON.stringify(given)).toBe(1);
});

test('is the same for nested values, in files that can hold them', async () => {
  const given = await hashesOf(rows(nested), ['parquet', 'groups', 'json', 'parquet_parts', 'json_parts']);
  expect(new Set(Object.values(given)).size, JSON.stringify(given)).toBe(1);
});

test('is the same in any order, by one thread and by two', async () => {
  const first = await hashOf(rows(scalars));
  const backwards = `${rows(scalars)} order by i desc`;
  expect(await hashOf(backwards)).toBe(first);
  expect(await hashesOf(backwards, ['parquet', 'csv'], 1)).toEqual({ parquet: first, csv: first });
});

test('is that of no rows where there are none, in a file and in a folder without files', async () => {
  const given = await hashesOf(rows(scalars, 0), Object.keys(writers));
  expect(new Set(Object.values(given)).size, JSON.stringify(given)).toBe(1);
  expect(given['parquet']).not.toBe(await hashOf(rows(scalars, 1)));
});

/** Rows that are not the same, pair by pair. */
const unlike: readonly (readonly [string, string, string])[] = [
  [
    'a value',
    "select 1 as a, 'x' as b union all select 2, 'y'",
    "select 1 as a, 'x' as b union all select 2, 'z'",
  ],
  [
    'values that change places',
    "select 1 as a, 'x' as b union all select 2, 'y'",
    "select 1 as a, 'y' as b union all select 2, 'x'",
  ],
  ['how often a row stands there', 'select unnest([1, 1, 2]) as a', 'select unnest([1, 2, 2]) as a'],
  ['a row that stands there twice', 'select unnest([1, 2]) as a', 'select unnest([1, 2, 2, 2]) as a'],
  ['two of the same, or none', 'select unnest([1, 3, 3]) as a', 'select unnest([1]) as a'],
  ['number and text', 'select 1 as a', "select '1' as a"],
  ['widths of whole numbers', 'select 1::integer as a', 'select 1::bigint as a'],
  ['double and decimal', 'select 1.0::double as a', 'select 1.0::decimal(4, 1) as a'],
  ['null and empty text', 'select null::varchar as a', "select '' as a"],
  ['null and zero', 'select null::integer as a', 'select 0 as a'],
  ['names of columns', 'select 1 as a', 'select 1 as b'],
  ['which column has no value', 'select 1 as a, null::integer as b', 'select null::integer as a, 1 as b'],
  ['null, and a list of nothing', 'select null::integer[] as a', 'select []::integer[] as a'],
  ['a list of nothing, and of a null', 'select []::integer[] as a', 'select [null]::integer[] as a'],
  ['lists in lists', 'select [[1], [2]] as a', 'select [[1, 2]] as a'],
  ['null, and a group of nulls', 'select null::struct(x integer) as a', 'select { x: null::integer } as a'],
  ['a text, and one that looks like a null', "select ['NULL'] as a", 'select [null::varchar] as a'],
];

test.each(unlike)('differs by %s', async (_, one, other) => {
  const [first, second] = [await hashOf(one), await hashOf(other)];
  expect(await hashOf(one)).toBe(first);
  expect(second).not.toBe(first);
});

test('takes numbers of JSON that have more digits than its readers keep', async () => {
  const wide =
    'select 12345678901234567890.1234567890::decimal(38, 10) as a, 99999999999999999999999999999999999999::decimal(38, 0) as b';
  const given = await hashesOf(`${wide}, [b] as c`, ['json']);
  expect(given['json']).toMatch(/^[0-9a-f]{64}$/);
});

test('is shown by `runs`, in the report and in the record, with what made it', async () => {
  const nodes = { rows: read, parquet: writers['parquet'] };
  const at = await project({ 'pipeline.json': jsonDocument(nodes), 'data/none': '' });
  await writeRows(at.path('data/rows.parquet'), 'select 1 as a');
  const { out } = await millrace(at, ['run', 'pipeline.json', '--json']);
  const { runId, outputs } = JSON.parse(out);
  const { value, by } = outputs[0].rowHash;
  expect(by).toMatch(/^duckdb v\d+\.\d+\.\d+$/);
  expect((await millrace(at, ['runs', runId])).out).toContain(`rows hash ${value.slice(0, 12)}…`);
  await millrace(at, ['report', runId, '--output', 'report.html']);
  expect(await at.read('report.html')).toContain(value);
});
