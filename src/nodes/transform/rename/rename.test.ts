import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, openLab } from '../../testing/lab.js';
import { rename } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ minutes: { type: 'BIGINT', value: 15 } });
});
afterAll(() => lab.close());

const FLIGHTS = "from (values ('SAN', 14, 1)) t(origin, delay, id)";

test('gives other names; values and places stay', async () => {
  const flights = await lab.input('f', FLIGHTS);
  const config = { columns: { Origin: 'from', id: 'die "Nummer"' } };
  expect(await lab.run(rename, config, flights)).toMatchObject({
    columns: ['from', 'delay', 'die "Nummer"'],
    rows: [['SAN', 14, 1]],
  });
});

test('two columns can be swapped, and one can change its case', async () => {
  const flights = await lab.input('f', FLIGHTS);
  const swapped = await lab.run(rename, { columns: { delay: 'id', id: 'delay', origin: 'ORIGIN' } }, flights);
  expect(swapped).toMatchObject({ columns: ['ORIGIN', 'id', 'delay'], rows: [['SAN', 14, 1]], findings: [] });
});

test('spaces at the ends of a name can be mended', async () => {
  const padded = await lab.input('f', 'select 1 as " delay "');
  expect((await lab.run(rename, { columns: { ' delay ': 'delay' } }, padded)).columns).toEqual(['delay']);
});

describe('is refused', () => {
  test('for a column that is not there, with what was meant', async () => {
    const flights = await lab.input('f', FLIGHTS);
    expect(await lab.findings(rename, { columns: { orgin: 'x' } }, flights)).toEqual([
      {
        code: 'MR2104',
        message: 'unknown column "orgin"',
        path: ['columns', 'orgin'],
        at: 'key',
        label: 'did you mean "origin"?',
        notes: ['input "f" has: origin, delay, id'],
      },
    ]);
  });

  test.each([
    ['a name that another column has', { origin: 'Delay' }, ['columns', 'origin']],
    ['a name given twice', { origin: 'x', delay: 'X' }, ['columns', 'delay']],
    ['a column renamed twice', { origin: 'x', ORIGIN: 'y' }, ['columns', 'ORIGIN']],
  ])('for %s', async (_, columns, path) => {
    const flights = await lab.input('f', FLIGHTS);
    expect(await lab.findings(rename, { columns }, flights)).toMatchObject([{ code: 'MR2114', path }]);
  });
});

test('order and lineage follow the new names', async () => {
  const flights = await lab.input('f', FLIGHTS, [{ column: 'delay', direction: 'asc', nulls: 'last' }]);
  const { order, lineage } = await lab.run(rename, { columns: { delay: 'late_by' } }, flights);
  expect(order).toEqual([{ column: 'late_by', direction: 'asc', nulls: 'last' }]);
  expect(lineage?.columns['late_by']).toEqual([{ input: 'f', column: 'delay' }]);
});
