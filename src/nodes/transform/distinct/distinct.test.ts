import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Lab, openLab, unordered } from '../../testing/lab.js';
import { distinct } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

test('equal rows come once; nulls and NaN are equal to themselves', async () => {
  const rows = `from (values (1, 'a', 'nan'::double), (1, 'a', 'nan'), (1, 'A', 'nan'), (null, null, 1), (null, null, 1)) t(n, s, d)`;
  const outcome = await lab.run(distinct, {}, await lab.input('f', rows));
  expect(unordered(outcome.rows)).toEqual(
    unordered([
      [1, 'a', 'NaN'],
      [1, 'A', 'NaN'],
      [null, null, 1],
    ]),
  );
});

test('nested values are compared as a whole', async () => {
  const rows = `from (values ([1, 2], {'a': 1}), ([1, 2], {'a': 1}), ([2, 1], {'a': 1}), ([1, null], {'a': null})) t(l, s)`;
  expect((await lab.run(distinct, {}, await lab.input('f', rows))).rows).toHaveLength(3);
});

test('nothing comes of nothing', async () => {
  expect((await lab.run(distinct, {}, await lab.input('f', 'select 1 as n where false'))).rows).toEqual([]);
});

test('every column decides about the rows', async () => {
  const { lineage } = await lab.run(distinct, {}, await lab.input('f', 'select 1 as n, 2 as "x y"'));
  expect(lineage?.rows).toEqual([
    { input: 'f', column: 'n' },
    { input: 'f', column: 'x y' },
  ]);
});

test('it has no settings', () => {
  expect(distinct.config.safeParse({ columns: ['n'] }).success).toBe(false);
});
