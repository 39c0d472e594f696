import { describe, expect, test } from 'vitest';
import { made } from './code.js';

const ORDERS = 'id,name,price,day,paid\n1,ann,1.5,2026-01-31,true\n2,,2.5,2026-02-01,false\n3,bob,,,\n';

describe('a function', () => {
  test('maps columns of every type, null among them; the other columns stay', async () => {
    const { rows } = await made({
      rows: 'id,name,price,day,paid,at\n1,ann,1.5,2026-01-31,true,2026-01-31 10:00:00\n2,,,,,\n',
      transform: `{
        reads: { id: 'bigint', name: 'varchar', price: 'double', day: 'date', paid: 'boolean', at: 'timestamp' },
        writes: { i: 'integer', b: 'bigint', t: 'varchar', d: 'double', next: 'date', f: 'boolean', later: 'timestamp' },
        map: ({ id, name, price, day, paid, at }, rows) => {
          const each = (of, value) => Array.from({ length: rows }, (_, row) => of.isNull(row) ? null : value(of.values[row]));
          return {
            i: each(id, Number), b: each(id, (v) => v * 10n), t: each(name, (v) => v.toUpperCase()),
            d: each(price, (v) => v * 2), next: each(day, (v) => v + 1), f: each(paid, (v) => !v),
            later: each(at, (v) => v + 1_000_000n),
          };
        },
      }`,
    });
    expect(rows).toEqual([
      [
        '1',
        'ann',
        '1.5',
        '2026-01-31',
        'true',
        '2026-01-31 10:00:00',
        '1',
        '10',
        'ANN',
        '3.0',
        '2026-02-01',
        'false',
        '2026-01-31 10:00:01',
      ],
      ['2', null, null, null, null, null, '2', '20', null, null, null, null, null],
    ]);
  });

  test('overwrites a column in place of the old one', async () => {
    const { rows } = await made({
      rows: 'id,name\n1,ann\n',
      transform: `{ reads: { name: 'varchar' }, writes: { name: 'varchar' }, map: ({ name }) => ({ name: name.values.map((t) => t + '!') }) }`,
    });
    expect(rows).toEqual([['1', 'ann!']]);
  });

  test('gives typed arrays', async () => {
    const { rows } = await made({
      rows: 'a,b\n1.5,2\n2.5,4\n',
      transform: `{
        reads: { a: 'double', b: 'bigint' }, writes: { c: 'double', n: 'integer' },
        map: ({ a, b }, rows) => ({ c: a.values.map((v, row) => v * Number(b.values[row])), n: new Int32Array(rows).fill(7) }),
      }`,
    });
    expect(rows).toEqual([
      ['1.5', '2', '3.0', '7'],
      ['2.5', '4', '10.0', '7'],
    ]);
  });

  test('maps single rows', async () => {
    const { rows } = await made({
      rows: ORDERS,
      transform: `{
        reads: { name: 'varchar', price: 'double' }, writes: { text: 'varchar' },
        mapRow: ({ name, price }) => ({ text: name === null ? null : name + ' ' + (price ?? 'none') }),
      }`,
    });
    expect(rows.map((row) => row.at(-1))).toEqual(['ann 1.5', null, 'bob none']);
  });

  test('filters', async () => {
    const { rows } = await made({
      rows: ORDERS,
      transform: `{ reads: { id: 'bigint' }, filter: ({ id }, rows) => Array.from({ length: rows }, (_, row) => id.values[row] !== 2n) }`,
    });
    expect(rows.map(([id]) => id)).toEqual(['1', '3']);
  });

  test('makes any number of rows of each', async () => {
    const { rows } = await made({
      rows: 'id,tags\n1,a b c\n2,\n3,d\n',
      transform: `{
        reads: { tags: 'varchar' }, writes: { tag: 'varchar', place: 'integer' },
        flatMap: ({ tags }, rows) => {
          const from = [], tag = [], place = [];
          for (let row = 0; row < rows; row += 1)
            (tags.values[row]?.split(' ') ?? []).forEach((text, at) => { from.push(row); tag.push(text); place.push(at); });
          return { from, columns: { tag, place } };
        },
      }`,
    });
    expect(rows.map(([id, , tag, place]) => [id, tag, place])).toEqual([
      ['1', 'a', '0'],
      ['1', 'b', '1'],
      ['1', 'c', '2'],
      ['3', 'd', '0'],
    ]);
  });

  test('sees the rows of a key together and in order, with a state', async () => {
    const lines = Array.from({ length: 9000 }, (_, at) => `${at % 3},${9000 - at}`);
    const { rows } = await made({
      rows: `key,at\n${lines.join('\n')}\n`,
      transform: `{
        reads: { key: 'bigint', at: 'bigint' }, writes: { place: 'integer', before: 'bigint' },
        partitioned: {
          by: ['key'], order: ['at'], start: () => ({ place: 0, before: null }),
          map: ({ at }, rows, state) => {
            const place = [], before = [];
            for (let row = 0; row < rows; row += 1) {
              place.push(state.place); before.push(state.before);
              state.place += 1; state.before = at.values[row];
            }
            return { place, before };
          },
        },
      }`,
    });
    const ofZero = rows
      .filter(([key]) => key === '0')
      .map(([, at, place, before]) => [Number(at), Number(place), before]);
    expect(ofZero).toHaveLength(3000);
    ofZero.sort((a, b) => Number(a[1]) - Number(b[1]));
    expect(ofZero.map(([, place]) => place)).toEqual(Array.from({ length: 3000 }, (_, at) => at));
    expect(ofZero[0]?.[2]).toBe(null);
    for (let at = 1; at < 3000; at += 1) expect(Number(ofZero[at]?.[2])).toBe(ofZero[at - 1]?.[0]);
  });

  test('aggregates by key, null among the keys', async () => {
    const lines = Array.from({ length: 5000 }, (_, at) => `${at % 4 === 3 ? '' : `k${at % 4}`},${at}`);
    const { rows } = await made({
      rows: `key,n\n${lines.join('\n')}\n`,
      transform: `{
        reads: { key: 'varchar', n: 'bigint' }, writes: { total: 'bigint', rows: 'integer' },
        aggregate: {
          by: ['key'], init: () => ({ total: 0n, rows: 0 }),
          update: (state, { n }, rows) => {
            let total = state.total;
            for (let row = 0; row < rows; row += 1) total += n.values[row];
            return { total, rows: state.rows + rows };
          },
          merge: (a, b) => ({ total: a.total + b.total, rows: a.rows + b.rows }),
          finish: (state) => state,
        },
      }`,
    });
    const sum = (rest: number): string =>
      String(
        Array.from({ length: 5000 }, (_, at) => at)
          .filter((at) => at % 4 === rest)
          .reduce((all, at) => all + at, 0),
      );
    expect(rows).toEqual([
      ['k0', sum(0), '1250'],
      ['k1', sum(1), '1250'],
      ['k2', sum(2), '1250'],
      [null, sum(3), '1250'],
    ]);
  });

  test('aggregates all rows into one, also of none', async () => {
    const transform = `{
      reads: { n: 'bigint' }, writes: { rows: 'integer' },
      aggregate: { by: [], init: () => 0, update: (all, _, rows) => all + rows, merge: (a, b) => a + b, finish: (rows) => ({ rows }) },
    }`;
    expect((await made({ rows: 'n\n1\n2\n', transform })).rows).toEqual([['2']]);
    const none = await made({
      rows: 'n,m\n1,1\n',
      transform: `{ reads: { n: 'bigint' }, filter: (_, rows) => new Array(rows).fill(false) }`,
    });
    expect(none.rows).toEqual([]);
    expect(none.record.status).toBe('succeeded');
  });

  test('carries types beside it that Parquet does not have', async () => {
    const { rows, record } = await made({
      rows: 'n,big,span\n1,170141183460469231731687303715884105727,3 days\n',
      settings: '',
      transform: `{ reads: { n: 'bigint' }, writes: { m: 'bigint' }, map: ({ n }) => ({ m: n.values }) }`,
      files: {},
    });
    expect(record.status).toBe('succeeded');
    expect(rows[0]?.[0]).toBe('1');
    expect(rows[0]?.at(-1)).toBe('1');
  });
});
