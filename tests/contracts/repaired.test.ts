import { describe, expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { query } from '../support/duckdb.js';
import { type Project, project } from '../support/project.js';
import { run } from './run.js';

interface Order {
  readonly id: string;
  readonly mail: string;
  readonly amount: string;
  readonly phone: string;
}

/** Spellings, some as their type has them, some not, some of no type; empty where nothing was written. */
const MAILS = ['a@b.example', 'A@B.Example', 'a@B.EXAMPLE', ' c@d.example ', 'no', ''];
const AMOUNTS = ['12.50', '1,234.50', '1.234,50', 'free', '7', '', '-3'];
const PHONES = ['+14155550132', '+1 (415) 555-0132', '0044 20 7946 0958', ''];

const orders: readonly Order[] = Array.from({ length: 2000 }, (_, index) => ({
  id: String(index),
  mail: MAILS[index % 6] ?? '',
  amount: AMOUNTS[(index * 3 + 1) % 7] ?? '',
  phone: PHONES[(index * 5 + 2) % 4] ?? '',
}));

const csv = [Object.keys(orders[0] ?? {}), ...orders.map((order) => Object.values(order))]
  .map((cells) => `${cells.map((cell) => `"${cell}"`).join(',')}\n`)
  .join('');

const documentOf = (mail: string, amount: string, after = ''): string => `millrace: 1
pipeline: repaired
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: read_csv
    with: { path: raw://orders.csv, delimiter: ",", header: true }
    contract:
      columns:
        id: { type: integer }
        mail: { type: email, normalise: true${mail} }
        amount: { type: decimal_locale, normalise: true${amount} }
        phone: { type: phone, normalise: true }
${after}  out: { use: write_parquet, from: ${after === '' ? 'orders' : 'last'}, with: { path: out://orders.parquet } }
`;

const made = (mail = '', amount = '', after = ''): Promise<Project> =>
  project({ 'pipeline.yaml': documentOf(mail, amount, after), 'orders.csv': csv });

/** Values of the output that are not as they were written, told from both files and not from the run. */
const changed = async (at: Project, column: 'mail' | 'phone'): Promise<number> => {
  const { rows } = await query(
    `select id::varchar, ${column} from read_parquet('${at.path('out/orders.parquet')}') where ${column} is not null`,
  );
  return rows.filter(([id, value]) => orders[Number(id)]?.[column] !== value).length;
};

/** Amounts of the output that were not written as a number. */
const changedAmounts = async (at: Project): Promise<number> => {
  const { rows } = await query(
    `select id::varchar from read_parquet('${at.path('out/orders.parquet')}') where amount is not null`,
  );
  return rows.filter(([id]) => Number.isNaN(Number(orders[Number(id)]?.amount))).length;
};

const counted = async (at: Project): Promise<Readonly<Record<string, number>>> => {
  const [contract] = (await run(at)).record.contracts ?? [];
  return Object.fromEntries((contract?.repaired ?? []).map(({ column, values }) => [column, values]));
};

describe('values that `normalise` changed are counted', () => {
  test.each([
    ['rows that break the contract go to quarantine', '', ''],
    [
      'values that break it are left out',
      ', wrong_types: quarantine_value',
      ', invalid_values: quarantine_value, min: 0',
    ],
  ])('exactly, of the rows that went on: %s', async (_, mail, amount) => {
    const at = await made(mail, amount);
    const found = await counted(at);
    const expected = {
      mail: await changed(at, 'mail'),
      amount: await changedAmounts(at),
      phone: await changed(at, 'phone'),
    };
    expect(Math.min(...Object.values(expected))).toBeGreaterThan(100);
    expect(found).toEqual(expected);
  });

  test('where a later node does not read the column, and where two do', async () => {
    const whole = await counted(await made());
    const few = '  last: { use: select, from: orders, with: { columns: [id] } }\n';
    expect(await counted(await made('', '', few))).toEqual(whole);
    const twice =
      '  last: { use: join, from: { a: orders, b: orders }, with: { keys: [id], columns: [a.*] } }\n';
    expect(await counted(await made('', '', twice))).toEqual(whole);
  });

  test('and told after the run, by `runs`, and in the report', async () => {
    const at = await made();
    const ran = await millrace(at, ['run', 'pipeline.yaml']);
    const mails = await changed(at, 'mail');
    const told = `repaired ${mails} values of mail`;
    expect(ran.err).toContain(told);
    expect((await millrace(at, ['runs', 'latest'])).out).toContain(told);
    const record = JSON.parse((await millrace(at, ['runs', 'latest', '--json'])).out);
    expect(record.contracts[0].repaired[0]).toEqual({ column: 'mail', values: mails });
    await millrace(at, ['report', 'latest', '--output', 'report.html']);
    expect(await at.read('report.html')).toContain(`mail: ${mails}; amount: `);
  });

  test('none where all are in form, and nothing is said of a contract that does not normalise', async () => {
    const at = await made();
    await at.write({ 'orders.csv': 'id,mail,amount,phone\n1,a@b.example,12.50,+14155550132\n2,,,\n' });
    expect(await counted(at)).toEqual({ mail: 0, amount: 0, phone: 0 });
    expect((await millrace(at, ['run', 'pipeline.yaml'])).err).not.toContain('repaired 0');
    await at.write({ 'pipeline.yaml': documentOf('', '').replaceAll(', normalise: true', '') });
    const [contract] = (await run(at)).record.contracts ?? [];
    expect(contract).not.toHaveProperty('repaired');
  });
});
