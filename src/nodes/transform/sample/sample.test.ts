import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, openLab, unordered } from '../../testing/lab.js';
import { sample } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

const MANY = 'select range as n, range // 10 as key from range(10000)';

const taken = async (config: object, rows = MANY) =>
  (await lab.run(sample, config, await lab.input('f', rows))).rows;

describe('a share', () => {
  test('is about as large as asked for', async () => {
    const { length } = await taken({ share: 0.25 });
    expect(length).toBeGreaterThan(2350);
    expect(length).toBeLessThan(2650);
  });

  test('is the same rows each time, whatever their order', async () => {
    const again = await taken({ share: 0.1 }, `from (${MANY}) order by n desc`);
    expect(unordered(again)).toEqual(unordered(await taken({ share: 0.1 })));
  });

  test('is another one with another seed', async () => {
    expect(await taken({ share: 0.1, seed: 2 })).not.toEqual(await taken({ share: 0.1 }));
  });

  test('of one takes every row', async () => {
    expect(await taken({ share: 1 })).toHaveLength(10_000);
  });

  test('of keys takes all rows of a key, or none', async () => {
    const rows = await taken({ share: 0.3, keys: ['key'] });
    const sizes = new Map<unknown, number>();
    for (const [, key] of rows) sizes.set(key, (sizes.get(key) ?? 0) + 1);
    expect(new Set(sizes.values())).toEqual(new Set([10]));
    expect(sizes.size).toBeGreaterThan(250);
    expect(sizes.size).toBeLessThan(350);
  });
});

describe('a number of rows', () => {
  test('is exact', async () => {
    expect(await taken({ rows: 17 })).toHaveLength(17);
  });

  test('is all rows where there are fewer', async () => {
    expect(await taken({ rows: 17 }, 'from (values (1), (null)) t(n)')).toHaveLength(2);
  });

  test('is the same rows each time, whatever their order', async () => {
    const again = await taken({ rows: 50 }, `from (${MANY}) order by n desc`);
    expect(again).toEqual(await taken({ rows: 50 }));
  });

  test('may be none', async () => {
    expect(await taken({ rows: 0 })).toEqual([]);
  });
});

test('nulls, NaN and nested values are drawn like others', async () => {
  const rows = `from (values (null, 'nan'::double, [1]), (1, 2.0, null)) t(a, b, c)`;
  expect(await taken({ share: 0.999999 }, rows)).toHaveLength(2);
});

test.each([
  ['neither', {}],
  ['both', { share: 0.5, rows: 3 }],
  ['a share of nothing', { share: 0 }],
  ['more than all', { share: 1.5 }],
  ['keys with a number of rows', { rows: 3, keys: ['n'] }],
])('is refused with %s', (_, config) => {
  expect(sample.config.safeParse(config).success).toBe(false);
});
