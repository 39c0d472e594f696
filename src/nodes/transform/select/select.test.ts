import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, openLab, unordered } from '../../testing/lab.js';
import { select } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ minutes: { type: 'BIGINT', value: 15 } });
});
afterAll(() => lab.close());

const FLIGHTS = "from (values ('SAN', 14, 1), ('LAX', 16, 2), ('SFO', null, 3)) t(origin, delay, \"group\")";
const ORDER = [
  { column: 'origin', direction: 'asc', nulls: 'last' },
  { column: 'delay', direction: 'desc', nulls: 'first' },
] as const;

describe('a list of columns', () => {
  test('keeps those columns, in that order, under the names of the input', async () => {
    const flights = await lab.input('f', FLIGHTS);
    const { columns, rows } = await lab.run(select, { columns: ['group', 'ORIGIN'] }, flights);
    expect(columns).toEqual(['group', 'origin']);
    expect(unordered(rows)[0]).toEqual([1, 'SAN']);
  });

  test('may hold quotes, spaces, keywords and letters of any script', async () => {
    const odd = await lab.input('f', 'select 1 as "a ""b""", 2 as "größe", 3 as "select", 4 as " pad "');
    const { columns, rows } = await lab.run(select, { columns: ['select', ' pad ', 'a "b"', 'größe'] }, odd);
    expect(columns).toEqual(['select', ' pad ', 'a "b"', 'größe']);
    expect(rows).toEqual([[3, 4, 1, 2]]);
  });

  test('may not name a column twice, without regard to case', async () => {
    const flights = await lab.input('f', FLIGHTS);
    expect(await lab.findings(select, { columns: ['origin', 'delay', 'Origin'] }, flights)).toEqual([
      { code: 'MR2114', message: 'columns "origin" and "Origin" differ only in case', path: ['columns', 2] },
    ]);
  });
});

describe('a mapping of columns', () => {
  test('computes each from the input, and sees nothing of the others', async () => {
    const flights = await lab.input('f', FLIGHTS);
    const config = { columns: { delay: 'delay * 2', late: 'delay > 15', from: 'origin' } };
    const { columns, rows } = await lab.run(select, config, flights);
    expect(columns).toEqual(['delay', 'late', 'from']);
    expect(unordered(rows)).toEqual([
      [28, false, 'SAN'],
      [32, true, 'LAX'],
      [null, null, 'SFO'],
    ]);
    await expect(lab.run(select, { columns: { a: 'delay', b: 'a + 1' } }, flights)).rejects.toThrow('MR2104');
  });

  test('may look at other rows with a window, and keeps the order of rows then too', async () => {
    const flights = await lab.input('f', FLIGHTS, [{ column: 'origin', direction: 'asc', nulls: 'last' }]);
    const config = { columns: { origin: 'origin', place: 'row_number() over (order by delay)' } };
    const { rows, order } = await lab.run(select, config, flights);
    expect(rows).toEqual([
      ['LAX', 2],
      ['SAN', 1],
      ['SFO', 3],
    ]);
    expect(order).toEqual([{ column: 'origin', direction: 'asc', nulls: 'last' }]);
  });

  test('says where each column comes from', async () => {
    const flights = await lab.input('f', FLIGHTS);
    const { lineage } = await lab.run(select, { columns: { x: 'delay + "group"', y: '1' } }, flights);
    expect(lineage?.columns).toEqual({
      x: [
        { input: 'f', column: 'delay' },
        { input: 'f', column: 'group' },
      ],
      y: [],
    });
  });
});

describe('exclude', () => {
  test('keeps all columns but those', async () => {
    const flights = await lab.input('f', FLIGHTS);
    expect((await lab.run(select, { exclude: ['Delay'] }, flights)).columns).toEqual(['origin', 'group']);
  });

  test('may not leave nothing', async () => {
    const flights = await lab.input('f', FLIGHTS);
    const findings = await lab.findings(select, { exclude: ['delay', 'origin', 'group'] }, flights);
    expect(findings).toMatchObject([{ code: 'MR1023', path: ['exclude'] }]);
  });
});

test('either columns or exclude is set', () => {
  expect(select.config.safeParse({}).success).toBe(false);
  expect(select.config.safeParse({ columns: ['a'], exclude: ['b'] }).success).toBe(false);
  expect(select.config.safeParse({ columns: {} }).success).toBe(false);
});

describe('the order of rows lasts', () => {
  test.each([
    ['while its columns are kept', { columns: ['delay', 'origin'] }, ['origin', 'delay']],
    ['up to the first column that is gone', { exclude: ['delay'] }, ['origin']],
    ['not without its first column', { columns: ['delay'] }, undefined],
    [
      'where a column is computed as itself',
      { columns: { origin: 'f.origin', delay: '"delay"' } },
      ['origin', 'delay'],
    ],
    ['not where its name stands for something else', { columns: { origin: 'upper(origin)' } }, undefined],
  ])('%s', async (_, config, names) => {
    const flights = await lab.input('f', FLIGHTS, ORDER);
    const { order } = await lab.run(select, config, flights);
    expect(order?.map(({ column }) => column)).toEqual(names);
  });
});

test('rows are still counted when no column is needed any more', async () => {
  const flights = await lab.input('f', FLIGHTS);
  const { rows } = await lab.run(select, { exclude: ['delay'] }, { ...flights, schema: [] });
  expect(rows).toHaveLength(3);
});

test('some rows can go through alone, but not where a window looks at the others', () => {
  const goesAlone = (config: unknown): boolean | undefined => select.rowByRow?.(select.config.parse(config));
  expect(goesAlone({ columns: ['origin'] })).toBe(true);
  expect(goesAlone({ columns: { late: 'delay > 15' } })).toBe(true);
  expect(goesAlone({ exclude: ['delay'] })).toBe(true);
  expect(goesAlone({ columns: { place: 'row_number() over (order by delay)' } })).toBe(false);
});
