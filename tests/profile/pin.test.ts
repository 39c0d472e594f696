import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { query } from '../support/duckdb.js';
import { type Files, type Project, project } from '../support/project.js';
import { workbookOf } from '../support/workbook.js';

const DOCUMENT = `# What the partner sends.
millrace: 1
pipeline: pinned
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders: # every night
    use: read_csv
    with:
      path: raw://in.csv   # one file
    contract:
      columns:
        order_id: { type: integer }   # theirs
        day: { type: date }
        amount: { type: "decimal(12,2)" }

  # and out it goes
  result:
    use: write_parquet
    from: orders
    with: { path: out://result.parquet }
`;

const utf16 = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

const DIRTY = utf16(
  'Bericht 2024\nOrder ID;day;amount\n1;31.12.2024;1.234,50\n2;30.12.2024;n/a\n3;29.12.2024;7,25\nSumme;;1.241,75\n',
);

const start = (files: Files = { 'in.csv': DIRTY }, document = DOCUMENT): Promise<Project> =>
  project({ 'pipeline.yaml': document, ...files });

const content = async (at: Project) =>
  (await query(`select columns(*)::varchar from '${at.path('out/result.parquet')}' order by all`)).rows;

const EXPECTED = [
  ['1', '2024-12-31', '1234.50'],
  ['2', '2024-12-30', null],
  ['3', '2024-12-29', '7.25'],
];

describe('millrace profile --pin', () => {
  test('writes what was found into the document, with its comments and its form, and leaves nothing to decide', async () => {
    const at = await start();
    const frozen = await millrace(at, ['run', 'pipeline.yaml', '--frozen']);
    expect(frozen.code).not.toBe(0);
    expect(frozen.err).toContain('error[MR4036] encoding in "orders": utf-16le');
    expect(frozen.err).toContain(
      'pin it with: formats: { amount: { type: double, decimal: ",", thousands: ".", nulls: [n/a] } }',
    );
    const { code, err } = await millrace(at, ['profile', 'pipeline.yaml', '--pin']);
    expect(code, err).toBe(0);
    expect(err).toMatch(/pinned (\d) decisions of \1 in pipeline.yaml/);
    const text = await at.read('pipeline.yaml');
    expect(text.split('\n').filter((line) => !DOCUMENT.includes(line))).toMatchInlineSnapshot(`
      [
        "      encoding: utf-16le",
        "      delimiter: ";"",
        "      skip: 1",
        "      skip_footer: 1",
        "      formats: { day: { type: date, dates: ["%d.%m.%Y"] }, amount: { type: double, decimal: ",", thousands: ".", nulls: [n/a] } }",
        "        order_id: { type: integer, aliases: [Order ID] }   # theirs",
      ]
    `);
    for (const comment of DOCUMENT.match(/#.*/g) ?? []) expect(text).toContain(comment);
    const again = await millrace(at, ['run', 'pipeline.yaml', '--frozen']);
    expect(again.code, again.err).toBe(0);
    expect(await content(at)).toEqual(EXPECTED);
    expect((await millrace(at, ['profile', 'pipeline.yaml', '--pin'])).err).toContain(
      'nothing is left to decide',
    );
  });

  test('pins the document of each other way to write the same', async () => {
    const inOneLine = DOCUMENT.replace(
      / {4}with:\n.*\n {4}contract:[\s\S]*?\n\n/,
      '    with: { path: raw://in.csv }\n\n',
    );
    const at = await start({ 'in.csv': 'a;b\n1;2,5\n2;3,5\n' }, inOneLine);
    expect((await millrace(at, ['profile', 'pipeline.yaml', '--pin'])).code).toBe(0);
    expect(await at.read('pipeline.yaml')).toContain(
      'with: { path: raw://in.csv, delimiter: ";", formats: { b: { type: double, decimal: "," } } }',
    );
    expect((await millrace(at, ['run', 'pipeline.yaml', '--frozen'])).code).toBe(0);
  });

  test('pins null bytes, stray quotes, headers of several lines and names', async () => {
    const files = {
      'in.csv': 'id,,total\n,name,\n1,a "b" c,2\n2,"x"y,3\n3,z\0,4\n',
    };
    const contract = '    contract: { columns: { id: { type: integer } } }\n\n';
    const at = await start(files, DOCUMENT.replace(/ {4}contract:[\s\S]*?\n\n/, contract));
    await millrace(at, ['run', 'pipeline.yaml']);
    const unpinned = await content(at);
    const { err } = await millrace(at, ['profile', 'pipeline.yaml', '--pin']);
    expect(err).not.toContain('is not pinned');
    const before = await millrace(at, ['run', 'pipeline.yaml', '--frozen']);
    expect(before.code, before.err).toBe(0);
    expect(await content(at)).toEqual(unpinned);
  });

  test('pins what was chosen of a spreadsheet', async () => {
    const book = workbookOf({
      Plan: {
        rows: [
          ['a', 'b', null],
          [null, 'c', 'd'],
          ['x', 1, 2],
          ['y', 3, 4],
        ],
        merges: ['B1:C1', 'A1:A2'],
      },
      Empty: [],
    });
    const document = DOCUMENT.replace('read_csv', 'read_xlsx')
      .replace('in.csv', 'in.xlsx')
      .replace(/ {4}contract:[\s\S]*?\n\n/, '\n');
    const at = await start({ 'in.xlsx': book }, document);
    const { err } = await millrace(at, ['profile', 'pipeline.yaml', '--pin']);
    expect(err).not.toContain('is not pinned');
    expect(await at.read('pipeline.yaml')).toContain('merged_cells: fill');
    const run = await millrace(at, ['run', 'pipeline.yaml', '--frozen']);
    expect(run.code, run.err).toBe(0);
  });

  test('says what it cannot write: files that differ, and documents that are no YAML', async () => {
    const two = DOCUMENT.replace('in.csv ', '"*.csv" ').replace(/ {4}contract:[\s\S]*?\n\n/, '\n');
    const at = await start(
      { 'a.csv': 'a,b\n1,2\n', 'b.csv': 'a;b\n3;4\n' },
      two.replace('raw://"*.csv"', '"raw://*.csv"'),
    );
    const { err } = await millrace(at, ['profile', 'pipeline.yaml', '--pin']);
    expect(err).toContain('delimiter is not pinned: only b.csv is written so (delimiter: ";")');
    const json = JSON.stringify({
      millrace: 1,
      pipeline: 'json',
      resources: { stores: { raw: { folder: '.' }, out: { folder: './out' } } },
      nodes: {
        orders: { use: 'read_csv', with: { path: 'raw://b.csv' } },
        result: { use: 'write_parquet', from: 'orders', with: { path: 'out://result.parquet' } },
      },
    });
    await at.write({ 'pipeline.json': json });
    expect((await millrace(at, ['profile', 'pipeline.json', '--pin'])).err).toContain(
      'only YAML can be written',
    );
    expect(await readFile(at.path('pipeline.json'), 'utf8')).toBe(json);
  });
});

describe('adapt:', () => {
  const withAdapt = (adapt: string, node = ''): string =>
    DOCUMENT.replace('nodes:', `adapt: ${adapt}\nnodes:`).replace(
      '    use: read_csv\n',
      `    use: read_csv\n${node}`,
    );

  test('on adapts, as is usual', async () => {
    const at = await start(undefined, withAdapt('on'));
    expect((await millrace(at, ['run', 'pipeline.yaml'])).code).toBe(0);
    expect(await content(at)).toEqual(EXPECTED);
  });

  test('suggest stops a run and warns at the check, with what to pin', async () => {
    const at = await start(undefined, withAdapt('suggest'));
    const run = await millrace(at, ['run', 'pipeline.yaml']);
    expect(run.code).toBe(3);
    expect(run.err).toContain('error[MR4036] values of "amount" in "orders"');
    expect(run.err).toContain('pin it with: contract: { columns: { order_id: { aliases: [Order ID] } } }');
    const check = await millrace(at, ['validate', 'pipeline.yaml']);
    expect(check.code).toBe(0);
    expect(check.err).toContain('warning[MR4036]');
    await millrace(at, ['profile', 'pipeline.yaml', '--pin']);
    const pinned = await millrace(at, ['run', 'pipeline.yaml']);
    expect(pinned.code, pinned.err).toBe(0);
    expect(await content(at)).toEqual(EXPECTED);
  });

  test('off refuses at the check', async () => {
    const at = await start(undefined, withAdapt('off'));
    expect((await millrace(at, ['validate', 'pipeline.yaml'])).code).toBe(3);
    expect((await millrace(at, ['profile', 'pipeline.yaml'])).code).toBe(0);
  });

  test('speaks of a decision by its name, and a node before the document', async () => {
    const at = await start(undefined, withAdapt('off', '    adapt: { default: on, values: off }\n'));
    const { err } = await millrace(at, ['validate', 'pipeline.yaml']);
    expect(err).toContain('values of "amount"');
    expect(err).not.toContain('encoding in');
    await at.write({ 'pipeline.yaml': withAdapt('off', '    adapt: on\n') });
    expect((await millrace(at, ['run', 'pipeline.yaml'])).code).toBe(0);
  });

  test('lets a delimiter be found: nothing is adapted by that', async () => {
    const at = await start({ 'in.csv': 'order_id;day;amount\n1;2024-12-31;1.5\n' }, withAdapt('off'));
    expect((await millrace(at, ['run', 'pipeline.yaml'])).code).toBe(0);
  });

  test.each([
    ['yes', 'must be one of'],
    ['{ vlaues: off }', 'did you mean "values"?'],
  ])('refuses %s', async (adapt, message) => {
    const { code, err } = await millrace(await start(undefined, withAdapt(adapt)), [
      'validate',
      'pipeline.yaml',
    ]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
