import { describe, expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { query } from '../support/duckdb.js';
import { type Files, type Project, project } from '../support/project.js';
import { run } from './run.js';

const documentOf = (contract: string): string => `millrace: 1
pipeline: asked
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: read_csv
    with: { path: "raw://*.csv" }
    contract: ${contract}
  result:
    use: write_parquet
    from: orders
    with: { path: out://result/, mode: append }
`;

const start = (contract: string, files: Files): Promise<Project> =>
  project({ 'pipeline.yaml': documentOf(contract), ...files });

const content = async (at: Project): Promise<readonly unknown[]> =>
  (await query(`select columns(*)::varchar from '${at.path('out/result/*.parquet')}' order by all`)).rows;

describe('a column is read as its contract asks', () => {
  test('text stays as it stands, whatever it looks like', async () => {
    const at = await start(
      '{ columns: { datum: { type: varchar, pattern: "[0-9]{2}[.][0-9]{2}[.][0-9]{4}" }, preis: { type: varchar }, artikel: { type: varchar } } }',
      { 'a.csv': 'datum;preis;artikel\n31.12.2024;1,50;1.234\n30.11.2024;2,00;5.678\n' },
    );
    await run(at);
    expect(await content(at)).toEqual([
      ['30.11.2024', '2,00', '5.678'],
      ['31.12.2024', '1,50', '1.234'],
    ]);
  });

  test('text of which a part only is a number stays text where no sample sees the rest', async () => {
    const lines = Array.from({ length: 60_000 }, (_, i) => `${i};1.${String(i % 1000).padStart(3, '0')},5`);
    lines[25_000] = '25000;siehe Notiz';
    const at = await start('{ columns: { id: { type: integer }, t: { type: varchar } } }', {
      'a.csv': `id;t\n${lines.join('\n')}\n`,
    });
    await run(at);
    expect((await content(at)).filter((row) => String(row).includes('Notiz'))).toEqual([
      ['25000', 'siehe Notiz'],
    ]);
  });

  test('whole numbers of eight digits are no dates, and numbers with blanks are numbers', async () => {
    const at = await start('{ columns: { v: { type: integer }, w: { type: integer } } }', {
      'a.csv': 'v;w\n20240101;1 000\n20240201;2 000\n20240301;3 000\n',
    });
    await run(at);
    expect(await content(at)).toEqual([
      ['20240101', '1000'],
      ['20240201', '2000'],
      ['20240301', '3000'],
    ]);
  });

  test('dates in forms that cannot be mistaken for each other are all read', async () => {
    const days = Array.from({ length: 20 }, (_, i) => `${i + 10}.11.2024`);
    const at = await start('{ columns: { d: { type: date } } }', {
      'a.csv': `d\n${[...days, '2024-12-31', '2024/10/01', 'kaputt'].join('\n')}\n`,
    });
    const { record, originals } = await run(at);
    expect(originals).toEqual([{ d: 'kaputt' }]);
    expect((await content(at)).flat()).toContain('2024-12-31');
    expect(JSON.stringify(record.decisions)).toContain('dates as %d.%m.%Y or %Y-%m-%d');
  });

  test('dates whose order some contradict are not read', async () => {
    const at = await start('{ columns: { d: { type: date } } }', {
      'a.csv': 'd\n13/01/2024\n01/13/2024\n02/03/2024\n2024-12-31\n',
    });
    const { originals } = await run(at);
    expect(originals).toHaveLength(3);
  });
});

describe('files of one source that write a column in different forms', () => {
  const files = {
    'a.csv':
      'id;b;geb\n1;1.234,50;31.12.1990\n-2;2.000,25;30.12.1990\n3;kaputt;29.12.1990\n4;7,00;28.12.1990\n',
    'b.csv': 'id,b,geb\n5,1.5,1990-01-13\n-6,2.5,1990-01-14\n',
  };
  const contract =
    '{ columns: { id: { type: integer, min: 1 }, b: { type: "decimal(10,2)" }, geb: { type: date } } }';

  test('have their values in quarantine as each of them writes them, with the numbers of their records', async () => {
    const at = await start(contract, files);
    const { originals, folder } = await run(at);
    expect(originals).toEqual([
      { id: '-6', b: '2.5', geb: '1990-01-14' },
      { id: '-2', b: '2.000,25', geb: '30.12.1990' },
      { id: '3', b: 'kaputt', geb: '29.12.1990' },
    ]);
    const { rows } = await query(
      `select "file", record::integer from read_parquet('${folder}/quarantine/orders.parquet') order by all`,
    );
    expect(rows).toEqual([
      ['a.csv', 2],
      ['a.csv', 3],
      ['b.csv', 2],
    ]);
  });

  test('are replayed as the values that they are', async () => {
    const at = await start(contract, files);
    await run(at);
    const words = ['--set', 'id=abs(id::integer)', '--set', "b=replace(b, 'kaputt', '3.5')"];
    expect((await millrace(at, ['quarantine', 'replay', 'latest', ...words])).code).toBe(0);
    expect(await content(at)).toEqual([
      ['1', '1234.50', '1990-12-31'],
      ['2', '2000.25', '1990-12-30'],
      ['3', '3.50', '1990-12-29'],
      ['4', '7.00', '1990-12-28'],
      ['5', '1.50', '1990-01-13'],
      ['6', '2.50', '1990-01-14'],
    ]);
  });
});

describe('a row keeps what it came with', () => {
  test('a required value is not taken out of it: the row goes to quarantine', async () => {
    const at = await start(
      '{ columns: { id: { type: integer }, amount: { type: integer, required: true, max: 9, wrong_types: quarantine_value, invalid_values: quarantine_value } } }',
      { 'a.csv': 'id,amount\n1,5\n2,x\n3,\n4,10\n' },
    );
    const { originals } = await run(at);
    expect(originals.map(({ id }) => id)).toEqual(['2', '3', '4']);
    expect(await content(at)).toEqual([['1', '5']]);
  });

  test('a new column that is set aside is in quarantine with it, and its record is found', async () => {
    const at = await start(
      '{ columns: { id: { type: integer } }, drift: { new_columns: quarantine_value } }',
      {
        'a.csv': 'id,neu\n1,7\nx,8\n',
      },
    );
    const { originals, folder } = await run(at);
    expect(originals).toEqual([{ id: 'x', neu: '8' }]);
    const { rows } = await query(
      `select record::integer from read_parquet('${folder}/quarantine/orders.parquet')`,
    );
    expect(rows).toEqual([[2]]);
    const replay = ['quarantine', 'replay', 'latest', '--set', 'id=2', '--set', 'neu=9'];
    expect((await millrace(at, replay)).code).toBe(0);
    expect(await content(at)).toEqual([['1'], ['2']]);
  });

  test('columns that are called as what every object has are read like others', async () => {
    const at = await project({
      'pipeline.yaml': documentOf('{}').replace('    contract: {}\n', ''),
      'a.csv': 'id;constructor;__proto__;valueOf\n1;1,5;2,5;x\n2;2,5;3,5;y\n',
    });
    const { code, err } = await millrace(at, ['run', 'pipeline.yaml']);
    expect(code, err).toBe(0);
    expect(await content(at)).toEqual([
      ['1', '1.5', '2.5', 'x'],
      ['2', '2.5', '3.5', 'y'],
    ]);
  });

  test('names that differ in case only are the contract’s, in each file', async () => {
    const at = await start('{ columns: { id: { type: integer }, email: { type: varchar } } }', {
      'a.csv': 'ID,Email\n1,a\n',
      'b.csv': 'id,EMAIL\n2,b\n',
    });
    await run(at);
    const { names, rows } = await query(`from '${at.path('out/result/*.parquet')}' order by all`);
    expect(names).toEqual(['id', 'email']);
    expect(rows).toHaveLength(2);
  });
});

test('a day that there is not leaves a column text, without a contract', async () => {
  const at = await project({
    'pipeline.yaml': documentOf('{}').replace('    contract: {}\n', ''),
    'a.csv': 'd\n31.01.2025\n30.02.2025\n29.02.2024\n',
  });
  const { code, err } = await millrace(at, ['run', 'pipeline.yaml']);
  expect(code, err).toBe(0);
  expect((await content(at)).flat()).toEqual(['29.02.2024', '30.02.2025', '31.01.2025']);
});
