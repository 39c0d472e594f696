import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { writeRows } from '../support/duckdb.js';
import { project } from '../support/project.js';
import { errorsOf, run } from './run.js';

const documentOf = (file: string, contract: string): string => `millrace: 1
pipeline: damage
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: read_csv
    with: { path: raw://${file} }
${contract}  out:
    use: write_csv
    from: orders
    with: { path: out://orders.csv }
`;

const contract = '    contract:\n      columns: { id: { type: integer }, name: { type: varchar } }\n';

const bytes = (...parts: readonly (string | number)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))));

describe('bytes that are not text', () => {
  const damaged = bytes('id,name\n1,Ann\n2,B', 0xff, 0xfe, 'b\n3,Cid\n');

  test('fail the run as a whole without a contract', async () => {
    const at = await project({ 'pipeline.yaml': documentOf('o.csv', ''), 'o.csv': damaged });
    const { errors } = await run(at).then(
      ({ record }) => ({ errors: errorsOf(record) }),
      (thrown: { problems: readonly { code: string }[] }) => ({
        errors: thrown.problems.map(({ code }) => code),
      }),
    );
    expect(errors).toEqual(['MR4003']);
  });

  test('cost their record only with one', async () => {
    const at = await project({ 'pipeline.yaml': documentOf('o.csv', contract), 'o.csv': damaged });
    const { record } = await run(at);
    expect(errorsOf(record)).toEqual([]);
    expect(record.contracts).toMatchObject([
      { in: 3, passed: 2, quarantined: 1, broken: [{ rule: 'record', message: 'UTF-8 text' }] },
    ]);
    expect(await at.read('out/orders.csv')).toBe('id,name\n1,Ann\n3,Cid\n');
  });
});

describe('a file that was cut short', () => {
  test('loses the record that was cut, which goes to quarantine as far as it is there', async () => {
    const at = await project({
      'pipeline.yaml': documentOf('o.csv', contract),
      'o.csv': 'id,name\n1,Ann\n2,Bob\n3',
    });
    const { record, originals } = await run(at);
    expect(record.contracts).toMatchObject([{ in: 3, passed: 2, quarantined: 1 }]);
    expect(originals).toEqual([{ csv: '3' }]);
  });

  test('stops the run where it was packed: what is missing cannot be known', async () => {
    const packed = gzipSync('id,name\n1,Ann\n2,Bob\n');
    const at = await project({
      'pipeline.yaml': documentOf('o.csv.gz', contract),
      'o.csv.gz': packed.subarray(0, packed.length - 6),
    });
    const { record } = await run(at);
    expect(record.status).toBe('failed');
    expect(errorsOf(record)).toContain('MR4002');
    expect(await at.bytes('out')).not.toHaveProperty('orders.csv');
  });
});

describe('a row that does not fit', () => {
  test('is kept as it is, however long it is and whatever stands in it', async () => {
    const at = await project({
      'pipeline.yaml': documentOf('o.parquet', contract).replace('read_csv', 'read_parquet'),
    });
    const spiky = `concat('a"b', chr(10), chr(13), ',', chr(39), chr(92), 'é😀')`;
    await writeRows(
      at.path('o.parquet'),
      `from (values ('one', ${spiky}), ('two', repeat('long ', 1000000)), ('3', 'Cid')) as r(id, name)`,
    );
    const { record, originals } = await run(at);
    expect(record.contracts).toMatchObject([{ in: 3, passed: 1, quarantined: 2 }]);
    const names = new Map(originals.map((row) => [row['id'], row['name']]));
    expect(names.get('one')).toBe('a"b\n\r,\'\\é😀');
    expect(names.get('two')).toBe('long '.repeat(1_000_000));
  });
});
