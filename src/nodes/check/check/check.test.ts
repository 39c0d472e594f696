import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, openLab } from '../../testing/lab.js';
import { check } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ minutes: { type: 'BIGINT', value: 15 } });
});
afterAll(() => lab.close());

const FLIGHTS = `from (values ('ATL', 14), ('ATL', 16), ('SAN', null), ('SAN', 20), (null, 14), (null, -1))
  t(origin, delay)`;

const judged = async (config: unknown, query = FLIGHTS) =>
  lab.judge(check, config, await lab.input('f', query));

const message = async (config: unknown, query?: string) => {
  const [result] = await judged(config, query);
  return [result?.passed, result?.message];
};

describe('rows', () => {
  test.each([
    [{ min: 6, max: 6 }, true, '6 rows'],
    [{ min: 50 }, false, '6 rows, at least 50 are asked for'],
    [{ max: 5 }, false, '6 rows, at most 5 are asked for'],
    [{ max: 0 }, false, '6 rows, at most 0 are asked for'],
  ])('%j', async (rows, passed, text) => {
    expect(await message({ rows })).toEqual([passed, text]);
  });

  test('of an empty input', async () => {
    expect(await message({ rows: { min: 1 } }, `${FLIGHTS} where false`)).toEqual([
      false,
      '0 rows, at least 1 are asked for',
    ]);
    expect(await message({ rows: { min: 1 } }, 'select 1 as x')).toEqual([true, '1 row']);
  });
});

describe('unique', () => {
  test.each([
    [['origin', 'delay'], true, '"origin", "delay": each value stands once'],
    [['Origin'], false, '3 values of "Origin" stand more than once, for example "ATL"'],
    [['delay'], false, '1 value of "delay" stands more than once, for example "14"'],
  ])('%j', async (unique, passed, text) => {
    expect(await message({ unique })).toEqual([passed, text]);
  });

  test('a combination is shown as one, and null counts as a value', async () => {
    const query = "from (values ('a', null), ('a', null), ('b', 1)) t(x, y)";
    expect(await message({ unique: ['x', 'y'] }, query)).toEqual([
      false,
      '1 combination of "x", "y" stands more than once, for example ("a", null)',
    ]);
  });

  test('null alone may stand once', async () => {
    const query = 'from (values (null), (null)) t(x)';
    expect(await message({ unique: ['x'] }, query)).toEqual([
      false,
      '1 value of "x" stands more than once, for example null',
    ]);
  });

  test('columns may be called anything, also like the measures', async () => {
    const query = 'select 1 as "rows", 2 as "key", 3 as "a ""b""", 4 as "f"';
    const unique = ['rows', 'key', 'a "b"', 'f'];
    expect(await judged({ unique, required: unique, where: 'rows = 1 and key = 2' }, query)).toMatchObject(
      Array.from({ length: 6 }, () => ({ passed: true })),
    );
  });
});

describe('required', () => {
  test('is told for each column', async () => {
    expect(await judged({ required: ['origin', 'delay'] })).toEqual([
      { rule: 'required', passed: false, message: '"origin" is null in 2 rows' },
      { rule: 'required', passed: false, message: '"delay" is null in 1 row' },
    ]);
    expect(await message({ required: ['x'] }, 'select 1 as x')).toEqual([true, '"x" is never null']);
  });
});

describe('where', () => {
  test('null is a failure', async () => {
    expect(await message({ where: 'delay > 0' })).toEqual([
      false,
      '`delay > 0` does not hold for 2 of 6 rows',
    ]);
  });

  test('a condition with OR is one condition, and parameters are values', async () => {
    expect(await message({ where: 'delay <= $minutes or delay > 15 or delay is null' })).toEqual([
      true,
      '`delay <= $minutes or delay > 15 or delay is null` holds for all 6 rows',
    ]);
  });
});

test('all rules are measured at once, in the same numbers as each alone', async () => {
  const rules = { rows: { min: 7 }, required: ['origin'], where: 'delay > 0' };
  const apart = [
    ...(await judged({ rows: rules.rows })),
    ...(await judged({ unique: ['origin'] })),
    ...(await judged({ required: rules.required })),
    ...(await judged({ where: rules.where })),
  ];
  expect(await judged({ ...rules, unique: ['origin'] })).toEqual(apart);
});

test('nothing but `rows` can fail for an empty input', async () => {
  const config = { unique: ['origin'], required: ['origin'], where: 'delay > 0', rows: { max: 0 } };
  const results = await judged(config, `${FLIGHTS} where false`);
  expect(results.map(({ passed }) => passed)).toEqual([true, true, true, true]);
});

test('at least one rule is set, and the rules make sense', () => {
  const valid = (config: unknown) => check.config.safeParse(config).success;
  expect(valid({})).toBe(false);
  expect(valid({ severity: 'warn' })).toBe(false);
  expect(valid({ rows: {} })).toBe(false);
  expect(valid({ rows: { min: 3, max: 2 } })).toBe(false);
  expect(valid({ rows: { min: 2, max: 2 }, severity: 'warn' })).toBe(true);
});
