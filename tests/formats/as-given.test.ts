import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { type Project, project } from '../support/project.js';
import { workbookOf } from '../support/workbook.js';
import { zipOf } from '../support/zip.js';

const documentOf = (kind: string, path: string, config: string): string => `millrace: 1
pipeline: given
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: ${kind}
    with: { path: "raw://${path}"${config} }
  result:
    use: write_parquet
    from: orders
    with: { path: out://result.parquet }
`;

const start = (kind: string, path: string, data: string | Uint8Array, config = ''): Promise<Project> =>
  project({ 'pipeline.yaml': documentOf(kind, path, config), [path]: data });

/** So many rows that the last of them is not looked at before the run. */
const numbers = Array.from({ length: 120_000 }, (_, index) => [index, index] as const);
const LATE = `id,n\n${numbers.map((row) => row.join(',')).join('\n')}\n7,oops\n`;

/** Copies lie in folders of this name. */
const COPIES = `${tmpdir()}/millrace-look-`;

const failing = async (at: Project, command = 'run'): Promise<string> => {
  const { code, err } = await millrace(at, [command, 'pipeline.yaml']);
  expect(code, err).not.toBe(0);
  expect(err).not.toContain(COPIES);
  return err;
};

describe('what is said of a file that is read by a copy names what was given', () => {
  test('a value that does not fit, with its line where the entry is read as it is', async () => {
    const at = await start('read_csv', 'prices.zip', zipOf([{ name: '2024/a.csv', data: LATE }]));
    expect(await failing(at)).toContain(`in ${at.path('prices.zip')}, entry 2024/a.csv:120002`);
  });

  test('a value that does not fit, without a line where the entry is copied once more', async () => {
    const data = LATE.replace('\n', '\r\n');
    const at = await start('read_csv', 'prices.zip', zipOf([{ name: '2024/a.csv', data }]));
    expect(await failing(at)).toContain(`in ${at.path('prices.zip')}, entry 2024/a.csv\n`);
  });

  test('a value of a sheet, also where the workbook is in an archive', async () => {
    const book = workbookOf({ Notes: [], May: [['id', 'n'], ...numbers.slice(0, 30_000), [7, 'oops']] });
    const plain = await start('read_xlsx', 'orders.xlsx', book);
    expect(await failing(plain)).toContain(`in ${plain.path('orders.xlsx')}, sheet "May"\n`);
    const packed = await start('read_xlsx', 'orders.zip', zipOf([{ name: 'a.xlsx', data: book }]));
    expect(await failing(packed)).toContain(`in ${packed.path('orders.zip')}, entry a.xlsx, sheet "May"\n`);
  });

  test('a value of a line of fixed columns, and of an element', async () => {
    const lines = `${numbers.map(([id]) => `${String(id).padEnd(8)}1`).join('\n')}\n7       x\n`;
    const columns = ', columns: { id: 8, n: 1 }';
    const fixed = await start('read_fixed_width', 'stock.txt', lines, columns);
    expect(await failing(fixed)).toContain(`in ${fixed.path('stock.txt')}\n`);
    const elements = [...numbers.map(([id]) => `<o><n>${id}</n></o>`), '<o><n>oops</n></o>'].join('\n');
    const xml = await start('read_xml', 'orders.xml', `<r>${elements}</r>`);
    expect(await failing(xml)).toContain(`in ${xml.path('orders.xml')}\n`);
  });

  test.each(['run', 'validate', 'profile'])('what %s finds when it looks', async (command) => {
    const entry = (name: string, data: string) => zipOf([{ name, data }]);
    const ragged = await start('read_csv', 'prices.zip', entry('2024/a.csv', 'a,b\n1,2\n3,4,5\n6,7\n'));
    expect(await failing(ragged, command)).toContain(`in ${ragged.path('prices.zip')}, entry 2024/a.csv\n`);
    const twice = await start('read_csv', 'prices.zip', entry('2024/a.csv', 'a,a\n1,2\n3,4\n'));
    expect(await failing(twice, command)).toContain(`in ${twice.path('prices.zip')}, entry 2024/a.csv\n`);
    const dates = await start(
      'read_csv',
      'prices.zip',
      entry('a.csv', 'id,day\n1,03/04/2025\n2,05/06/2025\n'),
    );
    expect(await failing(dates, command)).toContain(`in ${dates.path('prices.zip')}, entry a.csv\n`);
    const parquet = await start('read_parquet', 'prices.zip', entry('a.parquet', 'PAR1 and no more'));
    expect(await failing(parquet, command)).toContain(`in ${parquet.path('prices.zip')}, entry a.parquet\n`);
    const sheets = zipOf([{ name: 'a.xlsx', data: workbookOf({ A: [['a'], [1]], B: [['b'], [1]] }) }]);
    const open = await start('read_xlsx', 'prices.zip', sheets);
    expect(await failing(open, command)).toContain(`in ${open.path('prices.zip')}, entry a.xlsx\n`);
  });

  test('a text of JSON that is cut short, in its line', async () => {
    const data = '{"id":1}\n{"id":2}\n{"id":\n';
    const at = await start('read_json', 'prices.zip', zipOf([{ name: 'a.ndjson', data }]));
    expect(await failing(at)).toContain(`in ${at.path('prices.zip')}, entry a.ndjson`);
  });
});
