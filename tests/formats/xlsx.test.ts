import { describe, expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { query } from '../support/duckdb.js';
import { type Project, project } from '../support/project.js';
import { type Sheets, type WorkbookOptions, workbookOf } from '../support/workbook.js';

const documentOf = (config = '', contract = ''): string => `millrace: 1
pipeline: sheets
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: read_xlsx
    with: { path: "raw://*.xls*"${config} }
${contract}  result:
    use: write_parquet
    from: orders
    with: { path: out://result.parquet }
`;

const workbook = async (
  sheets: Sheets,
  config = '',
  options: WorkbookOptions & { readonly contract?: string } = {},
): Promise<Project> =>
  project({
    'pipeline.yaml': documentOf(config, options.contract),
    'orders.xlsx': workbookOf(sheets, options),
  });

const run = (at: Project) => millrace(at, ['run', 'pipeline.yaml']);

const table = async (at: Project) => {
  const { code, err } = await run(at);
  expect(code, err).toBe(0);
  const file = at.path('out/result.parquet');
  const types = (await query(`select column_name, column_type from (describe from '${file}')`)).rows;
  const { rows } = await query(`select columns(*)::varchar from '${file}' order by all`);
  return { types: Object.fromEntries(types as [string, string][]), rows, err };
};

const day = (text: string): Date => new Date(`${text}Z`);

describe('read_xlsx', () => {
  test('gives numbers, dates, times, booleans and text as what they are', async () => {
    const at = await workbook({
      Orders: [
        ['id', 'code', 'amount', 'day', 'moment', 'paid', 'note'],
        [1, '007', 1234.5, day('2024-12-31T00:00:00'), day('2024-12-31T10:15:00'), true, 'a, "b"\nc'],
        [2, '010', 0.1, day('2024-01-02T00:00:00'), day('2024-02-29T23:59:59'), false, null],
      ],
    });
    const { types, rows } = await table(at);
    expect(types).toMatchObject({
      id: 'BIGINT',
      code: 'VARCHAR',
      amount: 'DOUBLE',
      day: 'DATE',
      moment: 'TIMESTAMP',
      paid: 'BOOLEAN',
    });
    expect(rows).toEqual([
      ['1', '007', '1234.5', '2024-12-31', '2024-12-31 10:15:00', 'true', 'a, "b"\nc'],
      ['2', '010', '0.1', '2024-01-02', '2024-02-29 23:59:59', 'false', null],
    ]);
  });

  test('finds the table among titles, blank rows and totals, and the heading over several columns', async () => {
    const at = await workbook({
      Report: {
        rows: [
          ['Sales of the year', null, null, null],
          [null, null, null, null],
          ['region', 'plan', null, 'note'],
          [null, 'units', 'value', null],
          ['north', 10, 1.5, 'a'],
          ['south', 20, 2.5, 'b'],
          ['west', 30, 3.5, 'c'],
        ],
        merges: ['A1:D1', 'B3:C3', 'A3:A4', 'D3:D4'],
      },
    });
    const { types, rows, err } = await table(at);
    expect(Object.keys(types)).toEqual(['region', 'plan_units', 'plan_value', 'note']);
    expect(rows).toHaveLength(3);
    expect(err).toContain('merged cells');
  });

  test('reads the sheet and the cells that are named', async () => {
    const rows = [
      ['x', 'x', 'x'],
      ['x', 'id', 'name'],
      ['x', 1, 'a'],
      ['x', 2, 'b'],
      ['x', 'sum', 3],
    ];
    const at = await workbook({ Other: [['no']], Data: rows }, ', sheet: Data, range: "B2:C4"');
    expect((await table(at)).rows).toEqual([
      ['1', 'a'],
      ['2', 'b'],
    ]);
    const second = await workbook({ Other: [['no']], Data: rows }, ', sheet: 2, range: "B2:C4"');
    expect((await table(second)).rows).toHaveLength(2);
  });

  test('takes the only sheet that is shown and has values, and says so', async () => {
    const sheets = { Notes: [], Data: [['id'], [1], [2]], Lists: [['secret'], [1]] };
    const { rows, err } = await table(await workbook(sheets, '', { hidden: ['Lists'] }));
    expect(rows).toEqual([['1'], ['2']]);
    expect(err).toContain('sheet');
  });

  test.each(['xls', 'ods', 'xlsb'] as const)('reads %s as well', async (format) => {
    const at = await workbook(
      {
        Data: [
          ['id', 'day'],
          [1, day('2024-12-31T00:00:00')],
        ],
      },
      '',
      { format },
    );
    expect((await table(at)).rows).toEqual([['1', '2024-12-31']]);
  });

  test('keeps numbers what they are, beside text that looks like others', async () => {
    const rows = [
      ['kg', 'price', 'mixed'],
      [1.234, '1,99', 7.125],
      [2.125, '2,49', '2,5'],
      [12.125, '3,00', '1.500,25'],
      [-0.5, '4,00', 12_500],
    ];
    const at = await workbook({ Data: rows });
    const { rows: found } = await table(at);
    expect(found.map((row) => (row as string[]).map(Number))).toEqual([
      [-0.5, 4, 12_500],
      [1.234, 1.99, 7.125],
      [12.125, 3, 1500.25],
      [2.125, 2.49, 2.5],
    ]);
    const pinned = await workbook({ Data: rows }, ', decimal: ","');
    expect((await table(pinned)).rows).toEqual(found);
  });

  test('holds rows against a contract, keeps what does not fit, and takes it back repaired', async () => {
    const contract = '    contract:\n      columns: { id: { type: integer, min: 1 }, day: { type: date } }\n';
    const rows = [
      ['ID', 'Day'],
      [1, '31.12.2024'],
      [-2, '30.12.2024'],
      [3, '29.12.2024'],
      [4, 'soon'],
    ];
    const at = await workbook({ Data: rows }, '', { contract });
    const { rows: good, err } = await table(at);
    expect(good).toEqual([
      ['1', '2024-12-31'],
      ['3', '2024-12-29'],
    ]);
    expect(err).toContain('2 in quarantine');
    const shown = await millrace(at, ['quarantine', 'show']);
    expect(shown.out).toContain('orders.xlsx, record 2');
    expect(shown.out).toContain("at least 1 is asked for, found '-2'");
  });

  test.each([
    ['several sheets with values', { A: [['a'], [1]], B: [['b'], [1]] }, '', 'MR4030', 'pin `sheet: "A"`'],
    [
      'a sheet that there is not',
      { Orders: [['a'], [1]] },
      ', sheet: Order',
      'MR4034',
      'did you mean "Orders"?',
    ],
    [
      'a number of a sheet that there is not',
      { Orders: [['a'], [1]] },
      ', sheet: 3',
      'MR4034',
      'its sheets: Orders',
    ],
    ['no value at all', { Orders: [] }, '', 'MR4001', 'no sheet with a value'],
    [
      'a formula without its value',
      {
        Orders: [
          ['a', 'b'],
          [1, { t: 'n', f: 'A2*2' }],
        ],
      },
      '',
      'MR4032',
      'in sheet "Orders": B2',
    ],
  ] as const)('stops for %s', async (_, sheets, config, code, message) => {
    const { code: exit, err } = await run(await workbook(sheets as unknown as Sheets, config));
    expect(exit).not.toBe(0);
    expect(err).toContain(code);
    expect(err).toContain(message);
  });

  test.each([
    ['text', 'id,name\n1,a\n', 'its first bytes are those of another format'],
    ['a damaged archive', Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(2000, 7)]), 'MR4032'],
    ['half of a workbook', workbookOf({ A: [['a'], [1]] }).subarray(0, 3000), 'MR4032'],
    ['nothing', '', 'MR4032'],
  ])('says of %s that it is no spreadsheet', async (_, bytes, message) => {
    const at = await project({ 'pipeline.yaml': documentOf(), 'orders.xlsx': bytes });
    const { code, err } = await run(at);
    expect(code).not.toBe(0);
    expect(err).toContain(message);
    expect(err).not.toContain('MR9');
  });

  test('refuses a range that is none, with its place', async () => {
    const { err } = await run(await workbook({ A: [['a'], [1]] }, ', range: B3'));
    expect(err).toContain('must be two cells');
    expect(err).toContain('pipeline.yaml:10');
  });
});

describe('cells that are named beyond the values', () => {
  test('are as many columns as there are values', async () => {
    const at = await workbook(
      {
        A: [
          ['id', 'name'],
          [1, 'a'],
          [2, 'b'],
        ],
      },
      ', range: "A1:XFD1048576"',
    );
    const { rows, err } = await table(at);
    expect(rows).toEqual([
      ['1', 'a'],
      ['2', 'b'],
    ]);
    expect(err.length).toBeLessThan(2000);
  });

  test('are told of in a few words where many have no name', async () => {
    const wide = Array.from({ length: 300 }, (_, index) => index);
    const at = await workbook({
      A: [
        ['id', ...wide.map((index) => (index % 3 === 0 ? null : `name${index}`))],
        [1, ...wide],
        [2, ...wide],
        [3, ...wide],
      ],
    });
    const { err } = await run(at);
    expect(err).toMatch(/… and \d+ more/);
    expect(err.length).toBeLessThan(3000);
  });
});

describe('spans of time in a sheet', () => {
  const span = (days: number, z = '[h]:mm:ss') => ({ t: 'n', v: days, z }) as const;
  const DAYS = [0.25, 1.5 + 30 / 1440, 60.5, 61.5, 100.25, 1.5 / 86_400];
  const sheet = { Work: [['id', 'worked'], ...DAYS.map((days, id) => [id, span(days)] as const)] };

  test.each(['xlsx', 'xls', 'xlsb', 'ods'] as const)('are intervals past a day, in %s', async (format) => {
    const at = await project({
      'pipeline.yaml': documentOf(', types: { worked: INTERVAL }'),
      [`orders.${format}`]: workbookOf(sheet, { format }),
    });
    const document = await at.read('pipeline.yaml');
    await at.write({ 'pipeline.yaml': document.replace('*.xls*', '*.*s*') });
    const { types, rows } = await table(at);
    expect(types['worked']).toBe('INTERVAL');
    expect(rows.map(([, worked]) => worked).slice(0, 5)).toEqual([
      '06:00:00',
      '1 day 12:30:00',
      '60 days 12:00:00',
      '61 days 12:00:00',
      '100 days 06:00:00',
    ]);
  });

  test('are text of units unless they are asked for, and times of the day stay such', async () => {
    const { types, rows } = await table(
      await workbook({
        Work: [
          ['id', 'worked', 'from'],
          [1, span(1.5, '[h]:mm'), span(0.25, 'h:mm:ss')],
          [2, span(1.5 / 86_400, '[mm]:ss.0'), span(0.5, 'h:mm:ss')],
        ],
      }),
    );
    expect(types).toMatchObject({ worked: 'VARCHAR', from: 'TIME' });
    expect(rows).toEqual([
      ['1', '1d 12h 0m 0s', '06:00:00'],
      ['2', '0d 0h 0m 1.5s', '12:00:00'],
    ]);
  });
});
