import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { runPipeline, wire } from '../../src/app/index.js';
import { query } from '../support/duckdb.js';
import { type Project, project } from '../support/project.js';

const document = (contract = '', path = 'raw://*.csv*'): string => `millrace: 1
pipeline: numbers
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: read_csv
    with: { path: "${path}" }
    contract:
      columns:
        id: { type: integer, min: 1 }
        note: { type: varchar }
        amount: { type: integer, min: 0 }
${contract}  result:
    use: write_csv
    from: orders
    with: { path: out://result.csv }
`;

/** File, number and id of each row in quarantine. */
const numbered = async ({ folder: cwd }: Project): Promise<readonly (readonly unknown[])[]> => {
  const { folder } = await runPipeline(wire({ cwd }), 'pipeline.yaml');
  const file = join(folder, 'quarantine', 'orders.parquet');
  const { rows } = await query(
    `select "file", record, original ->> '/id' from read_parquet('${file}') order by all`,
  );
  return rows.map(([name, record, id]) => [name, record === null ? null : Number(record), id]);
};

const ran = async (files: Readonly<Record<string, string | Uint8Array>>, contract?: string) => {
  const at = await project({ 'pipeline.yaml': document(contract), ...files });
  return numbered(at);
};

describe('rows in quarantine tell the number of their record', () => {
  test('in several files of many records, whatever thread read them', async () => {
    const file = (from: number): string =>
      `id,note,amount\n${Array.from({ length: 60_000 }, (_, index) => {
        const id = from + index;
        return `${id},"a note, of ${id}",${index % 997 === 5 ? -1 : 1}\n`;
      }).join('')}`;
    const expected = ['a.csv', 'b.csv'].flatMap((name, at) =>
      Array.from({ length: 60_000 }, (_, index) => index)
        .filter((index) => index % 997 === 5)
        .map((index) => [name, index + 1, String(at * 60_000 + 1 + index)]),
    );
    expect(await ran({ 'a.csv': file(1), 'b.csv': file(60_001) })).toEqual(expected);
  });

  test('with line ends in fields, quotes of every kind, blank lines, a mark and no last line end', async () => {
    const text =
      '\uFEFFid,note,amount\r\n1,"two\r\nlines",1\r\n\r\n"2","a ""word""",-1\r\n3,plain,1\r\n4,"also\r\ntwo, and a comma",-4';
    expect(await ran({ 'a.csv': text })).toEqual([
      ['a.csv', 2, '2'],
      ['a.csv', 4, '4'],
    ]);
  });

  test('where records are the same, each once', async () => {
    const text = 'id,note,amount\n7,x,-1\n1,y,1\n7,x,-1\n7,x,-1\n';
    expect(await ran({ 'a.csv': text })).toEqual([
      ['a.csv', 1, '7'],
      ['a.csv', 3, '7'],
      ['a.csv', 4, '7'],
    ]);
  });

  test('beside records that are no rows, which the reader numbers', async () => {
    const text = 'id,note,amount\n1,a,1\n2,b\n3,c,-3\n4,d,4\n';
    expect(await ran({ 'a.csv': text })).toEqual([
      ['a.csv', 2, null],
      ['a.csv', 3, '3'],
    ]);
  });

  test('below lines above the table, and of a packed file', async () => {
    const above = 'Orders of March\nsent by us\n\nid,note,amount\n1,a,1\n2,b,-2\n3,c,3\n';
    const packed = gzipSync('id,note,amount\n1,a,1\n2,b,2\n3,,-3\n');
    expect(await ran({ 'a.csv': above, 'b.csv.gz': packed })).toEqual([
      ['a.csv', 2, '2'],
      ['b.csv.gz', 3, '3'],
    ]);
  });

  test('with values that are null by a word', async () => {
    const text = 'id,note,amount\n1,a,NA\n2,b,1\n3,NA,-3\n4,c,5\n5,d,-7\n';
    expect(await ran({ 'a.csv': text })).toContainEqual(['a.csv', 5, '5']);
  });

  test('not where the contract says so', async () => {
    const text = 'id,note,amount\n1,a,1\n2,b,-2\n';
    expect(await ran({ 'a.csv': text }, '      record_numbers: false\n')).toEqual([['a.csv', null, '2']]);
  });
});
