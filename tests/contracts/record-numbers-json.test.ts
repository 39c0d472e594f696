import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { runPipeline, wire } from '../../src/app/index.js';
import { query } from '../support/duckdb.js';
import { project } from '../support/project.js';
import { errorsOf } from './run.js';

interface Asked {
  readonly settings?: string;
  readonly columns?: string;
  readonly contract?: string;
}

const documentOf = ({ settings = '', columns = '', contract = '' }: Asked): string => `millrace: 1
pipeline: numbers
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: read_json
    with: { path: "raw://*.json*"${settings} }
    contract:
      ${contract}
      columns:
        id: { type: integer, min: 1 }
        amount: { type: integer, min: 0 }
${columns}
  result:
    use: write_json
    from: orders
    with: { path: out://result.json }
`;

type Files = Readonly<Record<string, string | Uint8Array>>;

/** File, number and id of each row in quarantine, after a run that ends with these errors. */
const ran = async (files: Files, asked: Asked = {}, errors: readonly string[] = []) => {
  const at = await project({ 'pipeline.yaml': documentOf(asked), ...files });
  const { folder, record } = await runPipeline(wire({ cwd: at.folder }), 'pipeline.yaml');
  expect(errorsOf(record)).toEqual(errors);
  const file = join(folder, 'quarantine', 'orders.parquet');
  const { rows } = await query(
    `select "file", record, original ->> '/id' from read_parquet('${file}') order by all`,
  );
  return rows.map(([name, number, id]) => [name, number === null ? null : Number(number), id]);
};

type Row = Readonly<Record<string, unknown>>;
const lines = (rows: readonly Row[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** The numbers of the rows whose amount is less than none, told from the rows themselves. */
const badIn = (name: string, rows: readonly Row[]) =>
  rows.flatMap((row, index) => (Number(row['amount']) < 0 ? [[name, index + 1, String(row['id'])]] : []));

const rowsFrom = (from: number, count: number): readonly Row[] =>
  Array.from({ length: count }, (_, index) => ({
    id: from + index,
    note: `a "note", of ${index}\n`,
    amount: index % 997 === 5 ? -1 : 1,
  }));

describe('rows of JSON in quarantine tell the number of their record', () => {
  test('in several files of many records, whatever thread read them', async () => {
    const [a, b, clean] = [rowsFrom(1, 60_000), rowsFrom(60_001, 30_000), [{ id: 1, amount: 1 }]];
    const files = { 'a.json': lines(a), 'b.jsonl': lines(b), 'c.json': lines(clean) };
    expect(await ran(files)).toEqual([...badIn('a.json', a), ...badIn('b.jsonl', b)]);
  });

  test('of a packed file', async () => {
    const rows = rowsFrom(1, 2000);
    expect(await ran({ 'a.json.gz': gzipSync(lines(rows)) })).toEqual(badIn('a.json.gz', rows));
  });

  test('where lines are the same, each once', async () => {
    const text = '{"id":7,"amount":-1}\n{"id":1,"amount":1}\n{"id":7,"amount":-1}\n{"id":7,"amount":-1}\n';
    expect(await ran({ 'a.json': text, 'b.json': text })).toEqual(
      ['a.json', 'b.json'].flatMap((name) => [1, 3, 4].map((number) => [name, number, '7'])),
    );
  });

  test('where lines are blank, which are no records, and the last has no end', async () => {
    const text = '\n{"id":1,"amount":1}\r\n\r\n  \n{"id":2,"amount":-1}\n\n\n{ "amount": -3,\t"id": 3 }';
    expect(await ran({ 'a.json': text })).toEqual([
      ['a.json', 2, '2'],
      ['a.json', 3, '3'],
    ]);
  });

  test('however their values are written, nested, absent or null', async () => {
    const text = [
      '{"id":1,"amount":-1,"tags":["a","\\u00e4\\""],"at":{"x":1.50,"y":null}}',
      '{"id":2,"amount":2,"tags":[],"at":null}',
      '{"id":3,"amount":-1}',
      '{"id":3,"amount":-1,"tags":[]}',
      '{"id":"x","amount":"-1","constructor":"\\n"}',
      '{"amount":-1e0}',
    ].join('\n');
    expect(await ran({ 'a.json': text })).toEqual([
      ['a.json', 1, '1'],
      ['a.json', 3, '3'],
      ['a.json', 4, '3'],
      ['a.json', 5, 'x'],
      ['a.json', 6, null],
    ]);
  });

  test('in one list of objects', async () => {
    const rows = rowsFrom(1, 1500);
    expect(await ran({ 'a.json': JSON.stringify(rows) })).toEqual(badIn('a.json', rows));
  });

  test('under names of their own, beside columns from the name of the file', async () => {
    const asked = {
      settings: ', capture: { pattern: "(?<shop>[a-z]+)[.]json" }',
      columns: '        order_date: { type: date, aliases: [day] }',
    };
    const text = '{"id":1,"amount":1,"day":"2026-01-01"}\n{"id":2,"amount":1,"day":"not yet"}\n';
    expect(await ran({ 'a.json': text, 'b.json': text }, asked)).toEqual([
      ['a.json', 2, '2'],
      ['b.json', 2, '2'],
    ]);
  });

  test('where the row goes on without the value', async () => {
    const text = '{"id":1,"amount":1}\n{"id":2,"amount":-2}\n';
    expect(await ran({ 'a.json': text }, { contract: 'invalid_values: quarantine_value' })).toEqual([
      ['a.json', 2, '2'],
    ]);
  });

  test('where the contract ends the run', async () => {
    const text = '{"id":1,"amount":1}\n{"id":2,"amount":-2}\n';
    const asked = { contract: 'tolerate: { rows: 0 }' };
    expect(await ran({ 'a.json': text }, asked, ['MR4021'])).toEqual([['a.json', 2, '2']]);
  });

  test('none where the file is damaged; they are kept all the same', async () => {
    const rows = rowsFrom(1, 60_000);
    const found = await ran({ 'a.json': `${lines(rows)}{"id":` }, {}, ['MR4002']);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(([, number]) => number === null)).toBe(true);
  });

  test('not where the contract says so', async () => {
    const text = '{"id":1,"amount":1}\n{"id":2,"amount":-2}\n';
    expect(await ran({ 'a.json': text }, { contract: 'record_numbers: false' })).toEqual([
      ['a.json', null, '2'],
    ]);
  });
});
