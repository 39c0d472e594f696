import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MASK, nodeContext } from '../../../kit/index.js';
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

test('nothing but `rows` and `freshness` can fail for an empty input', async () => {
  const config = {
    unique: ['origin'],
    required: ['origin'],
    where: 'delay > 0',
    rows: { max: 0 },
    columns: { origin: { required: true, unique: true, length: 3 }, delay: { min: '0' } },
    keys: ['origin'],
    tolerate: { rows: 0 },
  };
  const results = await judged(config, `${FLIGHTS} where false`);
  expect(results).toHaveLength(10);
  expect(results.filter(({ passed }) => !passed)).toEqual([]);
});

describe('columns', () => {
  test('are told one rule at a time, in the order of the columns', async () => {
    const columns = { Delay: { min: '0', max: '19', required: true }, origin: { one_of: ['ATL', 'SAN'] } };
    expect((await judged({ columns })).map(({ rule, rows, message }) => [rule, rows, message])).toEqual([
      ['required', 1, '"delay" (a value): 1 of 6 rows breaks it'],
      ['min', 1, '"delay" (at least 0): 1 of 6 rows breaks it, for example "-1"'],
      ['max', 1, '"delay" (at most 19): 1 of 6 rows breaks it, for example "20"'],
      ['one_of', 0, '"origin" (one of ATL, SAN): all 6 rows keep it'],
    ]);
  });

  test('a null keeps every rule but `required`', async () => {
    const columns = { x: { min: '1', one_of: ['1'], unique: true, where: 'x > 0' } };
    const results = await judged({ columns }, 'from (values (null::int), (null)) t(x)');
    expect(results.map(({ rule, rows }) => [rule, rows])).toEqual([
      ['min', 0],
      ['one_of', 0],
      ['where', 0],
      ['unique', 0],
    ]);
  });

  test('columns may be called like the measures, also with `unique` beside', async () => {
    const query = 'from (values (1, 2, 3), (1, 2, -3)) t("rows", "broken_0", "key")';
    const config = {
      unique: ['rows'],
      columns: { key: { min: '0' }, broken_0: { unique: true }, rows: { max: '1' } },
      keys: [['rows', 'key']],
      where: 'key < 9',
      tolerate: { rows: 5 },
    };
    const results = await judged(config, query);
    expect(results.map(({ rule, rows }) => [rule, rows])).toEqual([
      ['unique', undefined],
      ['where', undefined],
      ['min', 1],
      ['unique', 2],
      ['max', 0],
      ['keys', 0],
      ['tolerate', 2],
    ]);
  });

  test.each([
    ['[1, 2]', '"[1, 2]"'],
    ['{a: 1}', `"{'a': 1}"`],
    ["map {'a': 1}", '"{a=1}"'],
    ["'\\x01'::blob", '"\\x01"'],
    ['interval 2 hours', '"02:00:00"'],
    [`'{"a":1}'::json`, `"{"a":1}"`],
    ["'NaN'::double", '"nan"'],
    ['null', 'null'],
  ])('a value of any type can be shown: %s', async (value, shown) => {
    const query = `select ${value} as x, true as bad from range(2)`;
    expect(await message({ columns: { x: { where: 'not bad' } } }, query)).toEqual([
      false,
      `"x" (not bad): 2 of 2 rows break it, for example ${shown}`,
    ]);
  });

  test('a long value is cut', async () => {
    const [, text] = await message({ columns: { x: { length: 3 } } }, "select repeat('x', 500) as x");
    expect(text).toBe(`"x" (exactly 3 characters): 1 of 1 row breaks it, for example "${'x'.repeat(60)}…"`);
  });

  test('values at both ends are shown of a key too', async () => {
    const query = "from (values ('b', 1), ('b', 1), ('a', 2), ('a', 2), ('c', null), ('c', null)) t(x, y)";
    expect(await message({ keys: [['x', 'y']] }, query)).toEqual([
      false,
      '"x", "y" (a key that stands once): 4 of 6 rows break it, for example ("a", "2"), ("b", "1")',
    ]);
  });
});

test('the input is read once, whatever is asked for', async () => {
  const input = await lab.input('f', FLIGHTS);
  const config = check.config.parse({
    rows: { min: 1 },
    unique: ['origin'],
    required: ['delay'],
    columns: { origin: { length: 3, unique: true, pattern: '[A-Z]+' }, delay: { min: '0' } },
    keys: [['origin', 'delay']],
    tolerate: { share: '10%' },
  });
  expect(check.lower(nodeContext(config, [input])).text.split(`"${input.name}"`)).toHaveLength(2);
});

test('values of classified columns are not shown', async () => {
  const input = await lab.input('f', FLIGHTS);
  const config = { unique: ['Origin'], columns: { DELAY: { max: '15' } }, keys: [['origin', 'delay']] };
  const results = await lab.judge(check, config, input, new Set(['origin', 'delay']));
  const all = JSON.stringify(results);
  expect(all).toContain(MASK);
  expect(all).not.toMatch(/ATL|SAN|16|20/);
});

test('at least one rule is set, and the rules make sense', () => {
  const valid = (config: unknown) => check.config.safeParse(config).success;
  expect(valid({})).toBe(false);
  expect(valid({ severity: 'warn' })).toBe(false);
  expect(valid({ rows: {} })).toBe(false);
  expect(valid({ rows: { min: 3, max: 2 } })).toBe(false);
  expect(valid({ rows: { min: 2, max: 2 }, severity: 'warn' })).toBe(true);
  expect(valid({ tolerate: { rows: 1 } })).toBe(false);
  expect(valid({ keys: ['a'], tolerate: { share: '101%' } })).toBe(false);
  expect(valid({ columns: { a: { wrong_types: 'freeze' } } })).toBe(false);
});
