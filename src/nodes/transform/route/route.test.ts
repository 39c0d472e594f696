import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, openLab } from '../../testing/lab.js';
import { route } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

const ROWS = 'from (values (1), (5), (9), (null)) t(n)';
const cases = { small: 'n < 6', odd: 'n % 2 = 1', never: 'null::boolean' };

const rowsAt = async (output: string, match: 'first' | 'all') =>
  (await lab.runOutput(route, output, { cases, match }, await lab.input('f', ROWS))).rows;

describe('a row goes to the first case that holds', () => {
  test.each([
    ['small', [[1], [5]]],
    ['odd', [[9]]],
    ['never', []],
    ['unmatched', [[null]]],
  ])('%s', async (output, rows) => {
    expect(await rowsAt(output, 'first')).toEqual(rows);
  });
});

describe('with `match: all` it goes to each', () => {
  test.each([
    ['small', [[1], [5]]],
    ['odd', [[1], [5], [9]]],
    ['unmatched', [[null]]],
  ])('%s', async (output, rows) => {
    expect(await rowsAt(output, 'all')).toEqual(rows);
  });
});

test('a condition is in brackets, so that OR stays inside of it', async () => {
  const config = { cases: { a: 'n = 1 or n = 5', b: 'n = 5 or n = 9' } };
  const { rows } = await lab.runOutput(route, 'b', config, await lab.input('f', ROWS));
  expect(rows).toEqual([[9]]);
});

test('keeps the order of its input', async () => {
  const order = [{ column: 'n', direction: 'asc', nulls: 'last' }] as const;
  const outcome = await lab.runOutput(route, 'odd', { cases }, await lab.input('f', ROWS, order));
  expect(outcome.order).toEqual(order);
});

test.each(['unmatched', 'out', 'quarantined', 'not a name'])('no case may be called %s', (name) => {
  expect(route.config.safeParse({ cases: { [name]: 'n = 1' } }).success).toBe(false);
});

test('at least one case is named', () => {
  expect(route.config.safeParse({ cases: {} }).success).toBe(false);
});
