import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { query, writeRows } from '../support/duckdb.js';
import { type Project, project } from '../support/project.js';
import { workbookOf } from '../support/workbook.js';
import { type Entry, zipOf } from '../support/zip.js';

const documentOf = (kind: string, config = '', contract = ''): string => `millrace: 1
pipeline: archives
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: ${kind}
    with: { path: "raw://*.zip"${config} }
${contract}  result:
    use: write_parquet
    from: orders
    with: { path: out://result.parquet }
`;

const archive = async (
  entries: readonly Entry[],
  kind = 'read_csv',
  config = '',
  contract = '',
): Promise<Project> =>
  project({ 'pipeline.yaml': documentOf(kind, config, contract), 'day.zip': zipOf(entries) });

const run = (at: Project) => millrace(at, ['run', 'pipeline.yaml']);

const table = async (at: Project) => {
  const { code, err } = await run(at);
  expect(code, err).toBe(0);
  return { err, rows: (await query(`select * from '${at.path('out/result.parquet')}' order by all`)).rows };
};

const ORDERS = { name: 'orders.csv', data: 'id,name\n1,a\n2,b\n' };

describe('a ZIP archive', () => {
  test('is read as the files in it that are of the format', async () => {
    const entries = [
      { name: 'in/', data: '' },
      { name: 'in/orders-1.csv', data: 'id,name\n1,a\n' },
      { name: 'in/orders-2.csv.gz', data: gzipSync('id;name\n2;b\n') },
      { name: 'in/readme.pdf', data: '%PDF' },
      { name: '__MACOSX/in/._orders-1.csv', data: 'x' },
    ];
    const { rows, err } = await table(await archive(entries));
    expect(rows).toEqual([
      ['1', 'a'],
      ['2', 'b'],
    ]);
    expect(err).toContain('entries');
    expect(err).toContain('readme.pdf');
  });

  test('is read as the files that a pattern names', async () => {
    const entries = [ORDERS, { name: 'customers.csv', data: 'key\nx\n' }];
    const { rows, err } = await table(await archive(entries, 'read_csv', ', entries: "orders*"'));
    expect(rows).toHaveLength(2);
    expect(err).not.toContain('entries');
  });

  test('is pinned by the files that were read, whatever their endings are', async () => {
    const entries = [
      ORDERS,
      { name: 'MORE.CSV', data: 'id,name\n3,c\n' },
      { name: '.in/x.csv.gz', data: gzipSync('id,name\n4,d\n') },
      { name: 'readme.pdf', data: '%PDF' },
    ];
    const at = await archive(entries);
    const { rows } = await table(at);
    expect(rows).toHaveLength(4);
    await millrace(at, ['profile', 'pipeline.yaml', '--pin']);
    const frozen = await millrace(at, ['run', 'pipeline.yaml', '--frozen']);
    expect(frozen.code, frozen.err).toBe(0);
    expect((await table(at)).rows).toEqual(rows);
  });

  test('tells its files apart in quarantine, by record', async () => {
    const contract = '    contract: { columns: { id: { type: integer, min: 2 } } }\n';
    const at = await archive([ORDERS, { ...ORDERS, name: 'more.csv' }], 'read_csv', '', contract);
    await table(at);
    const { out } = await millrace(at, ['quarantine', 'show']);
    expect(out).toContain('day.zip/orders.csv, record 1');
    expect(out).toContain('day.zip/more.csv, record 1');
  });

  test('holds JSON, Parquet and spreadsheets as well', async () => {
    const json = await archive([{ name: 'a.ndjson', data: '{"id":1}\n{"id":2}\n' }], 'read_json');
    expect((await table(json)).rows).toHaveLength(2);
    const sheet = await archive([{ name: 'a.xlsx', data: workbookOf({ A: [['id'], [1]] }) }], 'read_xlsx');
    expect((await table(sheet)).rows).toHaveLength(1);
    const at = await project({ 'pipeline.yaml': documentOf('read_parquet') });
    await writeRows(at.path('a.parquet'), 'select 1 as id');
    writeFileSync(
      at.path('day.zip'),
      zipOf([{ name: 'a.parquet', data: readFileSync(at.path('a.parquet')) }]),
    );
    expect((await table(at)).rows).toEqual([[1]]);
  });

  test.each([
    ['leads out of it', [{ ...ORDERS, name: '../orders.csv' }], 'MR4035', 'invalid relative path'],
    ['has an absolute path', [{ ...ORDERS, name: '/etc/orders.csv' }], 'MR4035', 'absolute path'],
    ['is a link', [{ ...ORDERS, mode: 0o120777 }], 'MR4035', '"orders.csv" in it is a link'],
    ['is encrypted', [{ ...ORDERS, flags: 1 }], 'MR4035', '"orders.csv" in it is encrypted'],
    [
      'is a bomb',
      [{ name: 'orders.csv', data: Buffer.alloc(120_000_000, 48) }],
      'MR4035',
      'times its packed size',
    ],
    ['shares its bytes', [ORDERS, { ...ORDERS, name: 'b.csv', at: 0 }], 'MR4035', 'overlap'],
    [
      'is not what its checksum says',
      [{ ...ORDERS, crc: 1 }],
      'MR4002',
      'the checksum of "orders.csv" is wrong',
    ],
    ['is larger than it says', [{ ...ORDERS, size: 3 }], 'MR4002', 'damaged'],
    ['is of another format', [{ name: 'readme.pdf', data: '%PDF' }], 'MR4034', 'in it: readme.pdf'],
  ] as const)('is refused where a file in it %s', async (_, entries, code, message) => {
    const { code: exit, err } = await run(await archive(entries));
    expect(exit).not.toBe(0);
    expect(err).toContain(code);
    expect(err).toContain(message);
  });

  test('is refused where it is cut short, or none', async () => {
    const whole = zipOf([ORDERS]);
    for (const bytes of [whole.subarray(0, 40), Buffer.from('id,name\n1,a\n')]) {
      const at = await project({ 'pipeline.yaml': documentOf('read_csv'), 'day.zip': bytes });
      expect((await run(at)).err).toContain('MR4002');
    }
  });
});

describe('papers and texts beside the tables of an archive', () => {
  const MORE = { name: 'in/more.csv', data: 'id,name\n3,c\n' };

  test.each([
    'readme.txt',
    'in/README.TXT',
    'LICENSE.txt',
    'LICENSE',
    'notes.md',
    '.DS_Store',
    'Read me.txt',
  ])('%s is left out', async (name) => {
    const { rows, err } = await table(await archive([ORDERS, MORE, { name, data: 'Dear all,\nread this' }]));
    expect(rows).toHaveLength(3);
    if (name !== '.DS_Store') expect(err).toContain(name);
  });

  test('a text that may be a table stops the run until the document says', async () => {
    const entries = [ORDERS, { name: 'orders-2.txt', data: 'id,name\n3,c\n' }];
    const { code, err } = await run(await archive(entries));
    expect(code).not.toBe(0);
    expect(err).toContain('MR4030');
    expect(err).toContain('orders-2.txt');
    expect(err).toContain('pin `entries: ["**/*.csv"]`');
    const only = await table(await archive(entries, 'read_csv', ', entries: ["**/*.csv"]'));
    expect(only.rows).toHaveLength(2);
    const both = await table(await archive(entries, 'read_csv', ', entries: "*"'));
    expect(both.rows).toHaveLength(3);
  });

  test('texts alone are read, but for the papers', async () => {
    const entries = [
      { name: 'a.txt', data: 'id,name\n1,a\n' },
      { name: 'readme.txt', data: 'Dear all' },
    ];
    expect((await table(await archive(entries))).rows).toHaveLength(1);
    expect((await table(await archive([{ ...ORDERS, name: 'readme.txt' }]))).rows).toHaveLength(2);
  });
});
