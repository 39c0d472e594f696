import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, openLab, unordered } from '../../testing/lab.js';
import { derive } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ minutes: { type: 'BIGINT', value: 15 } });
});
afterAll(() => lab.close());

const FLIGHTS = "from (values ('SAN', 14), ('LAX', 16), ('SFO', null)) t(origin, delay)";

test('adds columns at the end, in the order written', async () => {
  const flights = await lab.input('f', FLIGHTS);
  const config = { columns: { late: 'delay > $minutes', 'größe "x"': 'length(origin)' } };
  const { columns, rows } = await lab.run(derive, config, flights);
  expect(columns).toEqual(['origin', 'delay', 'late', 'größe "x"']);
  expect(unordered(rows)).toEqual([
    ['LAX', 16, true, 3],
    ['SAN', 14, false, 3],
    ['SFO', null, null, 3],
  ]);
});

test('overwrites a column in its place and under its spelling; all expressions see the old values', async () => {
  const flights = await lab.input('f', FLIGHTS);
  const config = {
    columns: { Origin: 'lower(origin)', copy: 'origin', delay: 'coalesce(delay, 0)', half: 'delay / 2' },
  };
  const { columns, rows } = await lab.run(derive, config, flights);
  expect(columns).toEqual(['origin', 'delay', 'copy', 'half']);
  expect(unordered(rows)).toEqual([
    ['lax', 16, 'LAX', 8],
    ['san', 14, 'SAN', 7],
    ['sfo', 0, 'SFO', null],
  ]);
});

test('an expression does not see a column that the same node adds', async () => {
  const flights = await lab.input('f', FLIGHTS);
  await expect(lab.run(derive, { columns: { a: 'delay', b: 'a + 1' } }, flights)).rejects.toThrow('MR2104');
});

test('names that differ only in case are refused', async () => {
  const flights = await lab.input('f', FLIGHTS);
  expect(await lab.findings(derive, { columns: { late: '1', Late: '2' } }, flights)).toEqual([
    {
      code: 'MR2114',
      message: 'columns "late" and "Late" differ only in case',
      path: ['columns', 'Late'],
      at: 'key',
    },
  ]);
});

test('a window counts within its partition', async () => {
  const flights = await lab.input('f', FLIGHTS);
  const { rows } = await lab.run(derive, { columns: { n: 'count(*) over ()' } }, flights);
  expect(unordered(rows).map(([, , n]) => n)).toEqual([3, 3, 3]);
});

test('an empty input stays empty and gets its columns', async () => {
  const none = await lab.input('f', `${FLIGHTS} where false`);
  expect(await lab.run(derive, { columns: { late: 'delay > 1' } }, none)).toMatchObject({
    columns: ['origin', 'delay', 'late'],
    rows: [],
  });
});

describe('the order of rows', () => {
  const order = [{ column: 'delay', direction: 'desc', nulls: 'last' }] as const;

  test('is kept, also past a window that looks at rows in another order', async () => {
    const flights = await lab.input('f', FLIGHTS, order);
    const config = { columns: { place: 'row_number() over (order by origin)' } };
    const { rows, order: now } = await lab.run(derive, config, flights);
    expect(now).toEqual(order);
    expect(rows.map(([origin]) => origin)).toEqual(['LAX', 'SAN', 'SFO']);
  });

  test('is gone when its column is overwritten', async () => {
    const flights = await lab.input('f', FLIGHTS, order);
    expect((await lab.run(derive, { columns: { DELAY: '-delay' } }, flights)).order).toBeUndefined();
  });
});

test('lineage names what each expression uses', async () => {
  const flights = await lab.input('f', FLIGHTS);
  const { lineage } = await lab.run(derive, { columns: { delay: 'length(origin)' } }, flights);
  expect(lineage?.columns).toEqual({
    origin: [{ input: 'f', column: 'origin' }],
    delay: [{ input: 'f', column: 'origin' }],
  });
});
