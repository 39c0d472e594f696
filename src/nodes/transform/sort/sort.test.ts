import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Lab, openLab } from '../../testing/lab.js';
import { sort } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

const ROWS = `from (values (2, 'b'), (null, 'a'), (1, 'a'), (2, null), (2, 'B')) t(n, "x ""y""")`;

test('ascending with nulls last, by one column after the other', async () => {
  const { rows } = await lab.run(sort, { by: ['N', 'x "y"'] }, await lab.input('f', ROWS));
  expect(rows).toEqual([
    [1, 'a'],
    [2, 'B'],
    [2, 'b'],
    [2, null],
    [null, 'a'],
  ]);
});

test('descending, and with nulls first, where asked for', async () => {
  const by = [
    { column: 'n', direction: 'desc' },
    { column: 'x "y"', nulls: 'first' },
  ];
  const { rows } = await lab.run(sort, { by }, await lab.input('f', ROWS));
  expect(rows).toEqual([
    [2, null],
    [2, 'B'],
    [2, 'b'],
    [1, 'a'],
    [null, 'a'],
  ]);
});

test('gives the order of its rows, by the names of the input', async () => {
  const { order } = await lab.run(sort, { by: ['N'] }, await lab.input('f', ROWS));
  expect(order).toEqual([{ column: 'n', direction: 'asc', nulls: 'last' }]);
});

test('at least one column is named', () => {
  expect(sort.config.safeParse({ by: [] }).success).toBe(false);
  expect(sort.config.safeParse({}).success).toBe(false);
});
