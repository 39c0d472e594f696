import { readFile, stat } from 'node:fs/promises';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FileFormat } from '../../src/app/datasets/index.js';
import type { Cell, RunRecord } from '../../src/kit/index.js';
import { contentOf, query } from '../support/duckdb.js';
import { type Published, publish, refusal, type Seen } from './support/published.js';

const document = `millrace: 1
pipeline: all
resources:
  stores:
    here: { folder: . }
nodes:
  numbers:
    use: read_csv
    with: { path: here://numbers.csv }
  typed:
    use: sql
    from: { n: numbers }
    with:
      query: >-
        select n.n::tinyint as tiny, n.n::usmallint as usmall, n.n::integer as n, (n.n * 9007199254740993)::bigint as big,
        (n.n * 170141183460469231731687303715884)::hugeint as huge, (n.n * -12345.678)::decimal(30, 3) as part,
        n.n / 3.0::double as third, (n.n / 4.0)::float as quarter, n.n % 2 = 0 as even, date '1969-12-30' + n.n::integer as day,
        timestamp '2001-01-01 01:02:03.5' + n.n * interval 1 day as at, time '01:02:03.5' as t, 'ä"' || n.n as text,
        encode('ab') as bytes, [n.n] as list, 'person' || n.n || '@example.com' as email,
        case n.n when 0 then '=1+2' when 1 then '+x' when 2 then null else 'plain' end as "=note"
        from n order by n.n
  out:
    use: write_parquet
    from: typed
    with: { path: here://out.parquet }
`;

const masked: Seen = { shown: { email: 'mask', day: 'null', part: 'hash' }, masks: { email: 'email' } };

let published: Published;
let run: RunRecord;
beforeAll(async () => {
  const numbers = Array.from({ length: 5_000 }, (_, n) => n % 100).join('\n');
  published = await publish({ 'numbers.csv': `n\n${numbers}\n`, 'all.yaml': document });
  run = await published.run('all.yaml');
});
afterAll(() => published.close());

const never = new AbortController().signal;

const exported = async (format: FileFormat, seen: Seen = {}, asked = {}) =>
  published.reading.exportRows('anna', await published.view(run, 'out', seen), { format, ...asked }, never);

const plainColumns =
  'tiny::integer, usmall::integer, n::integer, big::varchar, huge::varchar, part::varchar, third, quarter::double, even, day::varchar, "at"::varchar, t::varchar, text, email, "=note"';

const original = async (): Promise<readonly (readonly Cell[])[]> =>
  (await query(`select ${plainColumns} from read_parquet('${published.at.path('out.parquet')}')`)).rows;

describe('a whole dataset', () => {
  test('as Parquet, read by another DuckDB', async () => {
    const file = await exported('parquet');
    const found = await query(`select ${plainColumns} from read_parquet('${file.path}')`);
    expect(found.rows).toEqual(await original());
    expect(file).toMatchObject({ rows: 5_000, bytes: (await stat(file.path)).size });
    await file.remove();
    await expect(stat(file.path)).rejects.toThrow('ENOENT');
  });

  test('as JSON lines', async () => {
    const file = await exported('jsonl', {}, { columns: 'n,text,list' });
    const { rows } = await query(`select * from read_json('${file.path}', format = 'newline_delimited')`);
    expect(rows).toHaveLength(5_000);
    expect(rows[50]).toEqual(['1', 'ä"1', ['1']]);
    await file.remove();
  });

  test('as CSV, without formulas in cells or in the header', async () => {
    const file = await exported('csv', {}, { columns: 'n,"=note"' });
    const text = await readFile(file.path, 'utf8');
    expect([0, 1, 51, 101, 151].map((line) => text.split('\n')[line])).toEqual([
      "n,'=note",
      "0,'=1+2",
      "1,'+x",
      '2,',
      '3,plain',
    ]);
    const { rows } = await contentOf('read_csv', file.path);
    expect(rows).toHaveLength(5_000);
    await file.remove();
  });

  test('as an Arrow stream, read by apache-arrow', async () => {
    const file = await exported('arrow');
    const table = tableFromIPC(await readFile(file.path));
    expect(table.numRows).toBe(5_000);
    const types = Object.fromEntries(table.schema.fields.map(({ name, type }) => [name, String(type)]));
    expect(types).toEqual({
      tiny: 'Int8',
      usmall: 'Uint16',
      n: 'Int32',
      big: 'Int64',
      huge: 'Decimal[38e0]',
      part: 'Decimal[30e+3]',
      third: 'Float64',
      quarter: 'Float32',
      even: 'Bool',
      day: 'Date32<DAY>',
      at: 'Timestamp<MICROSECOND>',
      t: 'Time64<MICROSECOND>',
      text: 'Utf8',
      bytes: 'Binary',
      list: 'Utf8',
      email: 'Utf8',
      '=note': 'Utf8',
    });
    const row = table.get(4_999)?.toJSON() ?? {};
    expect(row).toMatchObject({
      tiny: 99,
      usmall: 99,
      n: 99,
      big: 99n * 9_007_199_254_740_993n,
      third: 33,
      quarter: 24.75,
      even: false,
      text: 'ä"99',
      list: '[99]',
      email: 'person99@example.com',
      '=note': 'plain',
      at: Date.UTC(2001, 0, 1, 1, 2, 3, 500) + 99 * 86_400_000,
      t: 3_723_500_000n,
      day: Date.UTC(1969, 11, 30) + 99 * 86_400_000,
    });
    expect(Buffer.from(row['bytes'] as Uint8Array).toString()).toBe('ab');
    expect(BigInt(String(row['part']))).toBe(-1_222_222_122n);
    expect(BigInt(String(row['huge']))).toBe(99n * 170_141_183_460_469_231_731_687_303_715_884n);
    expect(table.getChild('=note')?.get(101)).toBeNull();
    await file.remove();
  });

  test.each(['csv', 'parquet', 'arrow', 'jsonl'] as const)('masked, as %s', async (format) => {
    const file = await exported(format, masked, { where: 'n = 7' });
    expect(file.rows).toBe(50);
    const bytes = await readFile(file.path);
    expect(bytes.toString('latin1')).not.toContain('person7@');
    expect(file.columns.masked).toEqual({ part: 'hash', day: 'null', email: 'mask' });
    if (format === 'parquet') {
      const { rows } = await query(
        `select distinct email, day, typeof(day), length(part) from '${file.path}'`,
      );
      expect(rows).toEqual([['p•••@•••', null, 'DATE', '64']]);
    }
    if (format === 'arrow')
      expect(String(tableFromIPC(bytes).schema.fields.find(({ name }) => name === 'day')?.type)).toBe(
        'Date32<DAY>',
      );
    await file.remove();
  });

  test('no rows still tell their columns', async () => {
    const file = await exported('arrow', {}, { where: 'n < 0' });
    const table = tableFromIPC(await readFile(file.path));
    expect([table.numRows, table.schema.fields.length]).toEqual([0, 17]);
    await file.remove();
  });
});

describe('a page', () => {
  const pages = (['csv', 'parquet', 'arrow'] as const).flatMap((format) =>
    [undefined, '-third'].map((order) => [format, order] as const),
  );
  test.each(pages)('as %s, sorted by %s, with the cursor of the next', async (format, order) => {
    const view = await published.view(run, 'out', masked);
    const asked = { limit: 30, format, columns: 'n,email', where: 'n % 2 = 1', ...(order ? { order } : {}) };
    const first = await published.reading.page(view, asked);
    const cursor = first.next ?? '';
    const second = await published.reading.page(view, { ...asked, cursor });
    expect([first.rows, second.rows]).toEqual([30, 30]);
    // Each number is there fifty times.
    const numbers = [
      ...Array(20).fill(order ? 99 : 1),
      ...Array(10).fill(order ? 97 : 3),
    ] as readonly number[];
    const json = await published.reading.page(view, { ...asked, format: 'json', cursor });
    const { rows } = JSON.parse(json.body.toString()) as { readonly rows: unknown };
    expect(rows).toEqual(numbers.map((n) => [n, 'p•••@•••']));
    if (format === 'csv')
      expect(second.body.toString()).toBe(`n,email\n${numbers.map((n) => `${n},p•••@•••\n`).join('')}`);
    if (format === 'arrow')
      expect(tableFromIPC(second.body).getChild('n')?.toArray()).toEqual(Int32Array.from(numbers));
    if (format === 'parquet') expect(second.body.subarray(0, 4).toString()).toBe('PAR1');
  });
});

describe('limits of an export', () => {
  test('are told before anything is sent', async () => {
    const small = await publish(
      { 'numbers.csv': 'n\n1\n2\n3\n', 'all.yaml': document },
      { exportRows: 2, exportBytes: 1_000_000 },
    );
    const few = await publish({ 'numbers.csv': 'n\n1\n2\n3\n', 'all.yaml': document }, { exportBytes: 10 });
    try {
      for (const each of [small, few]) {
        const view = await each.view(await each.run('all.yaml'), 'out');
        const asked = each.reading.exportRows('anna', view, { format: 'csv' }, never);
        expect(await refusal(asked)).toMatchObject({ code: 'MR8909' });
      }
    } finally {
      await Promise.all([small.close(), few.close()]);
    }
  });
});
