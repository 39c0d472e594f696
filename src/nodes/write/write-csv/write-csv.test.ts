import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeContext, sql } from '../../../kit/index.js';
import { writtenBy } from '../../testing/files.js';
import { type Lab, openLab } from '../../testing/lab.js';
import { writeCsv } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

const ROWS = `select * from (values (1, 'a,b', date '2001-02-03'), (null, '', null), (3, 'say "x"', null)) t(n, "Größe, x", day)`;

const text = async (config: Readonly<Record<string, unknown>> = {}, query = ROWS) => {
  const { path } = await writtenBy(lab, writeCsv, config, 'out.csv', query);
  return readFile(path, 'utf8');
};

test('quotes what needs it, tells empty text from null, and writes dates as in ISO 8601', async () => {
  expect(await text()).toBe('n,"Größe, x",day\n1,"a,b",2001-02-03\n,"",\n3,"say ""x""",\n');
});

test('the dialect can be set', async () => {
  const config = { delimiter: ';', header: false, null_value: 'NA', quote_all: true };
  expect(await text(config)).toBe('"1";"a,b";"2001-02-03"\nNA;"";NA\n"3";"say ""x""";NA\n');
});

test('a text that is the word for null is put in quotes', async () => {
  expect(await text({ null_value: 'NA' }, "select 'NA' as x, null::varchar as y")).toBe('x,y\n"NA",NA\n');
});

test('no rows give the header alone', async () => {
  expect(await text({}, 'select 1 as x where false')).toBe('x\n');
});

describe('formulas', () => {
  const PART = "select * from (values ('=1', '=x', -5)) t(part, note, n)";
  const written = async (query: string, config: object = { formulas: 'neutralise' }) => {
    const context = nodeContext(writeCsv.config.parse({ path: 'out://a.csv', ...config }), [
      await lab.input('i', query),
    ]);
    const rows = writeCsv.lower(context);
    return (
      rows &&
      (
        await lab.query(
          sql`with i as (${{ kind: 'sql', text: query, parameters: [] } as const}) select * from (${rows})`,
        )
      ).rows
    );
  };

  test.each([
    ["'=1+2'", "'=1+2"],
    ["'+1'", "'+1"],
    ["'-1'", "'-1"],
    ["'@a'", "'@a"],
    ["chr(9) || '=1'", "'\t=1"],
    ["chr(13) || '=1'", "'\r=1"],
    ["chr(10) || '=1'", "'\n=1"],
    ["chr(0) || '=1'", "'\0=1"],
    ["'＝1'", "'＝1"],
    ["'=1'::blob", "'=1"],
    ["'=1'::enum('=1')", "'=1"],
    ["' =1'", ' =1'],
    ["'a=1'", 'a=1'],
    ["''", ''],
    ['null::varchar', null],
  ])('%s is written as %j', async (value, shown) => {
    expect(await written(`select ${value} as v`)).toEqual([[shown]]);
  });

  test('numbers, dates, intervals and lists are as they were', async () => {
    expect(
      await written("select -5 as a, -1.5::decimal(4,1) as b, date '2026-01-02' as c, ['=1'] as d"),
    ).toBeUndefined();
  });

  test('are kept where nothing else is said', async () => {
    expect(await written("select '=1' as v", {})).toBeUndefined();
  });

  test('in the columns of partitions stay, as these name folders', async () => {
    const folder = { path: 'out://log/', mode: 'append', partition_by: ['part'], formulas: 'neutralise' };
    expect(await written(PART, folder)).toEqual([['=1', "'=x", -5]]);
    expect(await written(PART, { ...folder, keep_partition_columns: true })).toEqual([["'=1", "'=x", -5]]);
  });
});

describe('the file is packed', () => {
  test.each([
    ['out.csv.gz', {}],
    ['out.csv.gz', { compression: 'gzip' }],
  ])('%s %j', async (name, config) => {
    const { path } = await writtenBy(lab, writeCsv, config, name, 'select 1 as x');
    expect(gunzipSync(await readFile(path)).toString()).toBe('x\n1\n');
  });

  test('with zstd by its name', async () => {
    const { path } = await writtenBy(lab, writeCsv, {}, 'out.csv.zst', 'select 1 as x');
    expect((await readFile(path)).subarray(0, 4).toString('hex')).toBe('28b52ffd');
  });

  const findings = (config: object) => {
    const input = { kind: 'relation', alias: 'f', name: 'f', schema: [] } as const;
    return writeCsv.check(nodeContext(writeCsv.config.parse(config), [input]));
  };

  test.each([
    ['out://a.csv.gz', 'none'],
    ['out://a.csv.gz', 'zstd'],
    ['out://a.csv', 'gzip'],
    ['out://a.csv.zst', 'gzip'],
  ])('but not in another way than its name says: %s, %s', (path, compression) => {
    expect(findings({ path, compression })).toMatchObject([{ code: 'MR1023', path: ['compression'] }]);
  });

  test('and a folder takes any way', () => {
    expect(findings({ path: 'out://log/', mode: 'append', compression: 'gzip' })).toEqual([]);
  });
});

test.each([
  [{ path: 'out://log/', mode: 'append' }, '.csv'],
  [{ path: 'out://log/', mode: 'append', compression: 'zstd' }, '.csv.zst'],
  [{ path: 'out://log.csv.gz' }, '.csv.gz'],
])('%j has the extension %s', (config, extension) => {
  expect(writeCsv.target(writeCsv.config.parse(config))).toMatchObject({ extension, format: 'csv' });
});
