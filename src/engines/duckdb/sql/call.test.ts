import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyword } from '../../../kit/index.js';
import { type Bench, benchOf, bindOver, codeOf } from '../testing/engine.js';

let bench: Bench;

beforeAll(async () => {
  bench = await benchOf();
});

afterAll(() => bench.close());

const after = keyword('window "bound" as (partition by city order by day)');
const bound = (text: string) => bindOver(bench.engine, { text, allows: 'windowed', after });

describe('a windowed call', () => {
  it.each([
    ['lag(delay)', 'lag(delay)', 'BIGINT'],
    ['LAG(f.delay, 2, $minutes)', 'lag(f.delay, 2, CAST($minutes AS BIGINT))', 'BIGINT'],
    ['last_value(delay ignore nulls)', 'last_value(delay IGNORE NULLS)', 'BIGINT'],
    ['row_number() -- place', 'row_number()', 'BIGINT'],
    ['count(*) filter (where delay > 1)', 'count() FILTER (WHERE (delay > 1))', 'BIGINT'],
    ['sum(distinct delay)', 'sum(DISTINCT delay)', 'HUGEINT'],
    ['sum(case when delay > 1 then delay end)', undefined, 'HUGEINT'],
    ["string_agg(city, ',' order by day)", 'string_agg(city, \',\' ORDER BY "day")', 'VARCHAR'],
  ])('%s is bound without its window', async (text, sql, type) => {
    const outcome = await bound(text);
    expect(outcome).toMatchObject({ ok: true, value: { type, ...(sql ? { sql } : {}) } });
  });

  it('says what it calls, and whether it has an order of its own', async () => {
    expect(await bound('First(city order by day)')).toMatchObject({
      value: {
        call: { function: 'first', isOrdered: true },
        columns: [
          { input: 'f', column: 'city' },
          { input: 'f', column: 'day' },
        ],
      },
    });
    expect(await bound('count(*)')).toMatchObject({
      value: { call: { function: 'count', isOrdered: false } },
    });
  });

  it('needs no clauses behind it', async () => {
    expect(codeOf(await bindOver(bench.engine, { text: 'rank()', allows: 'windowed' }))).toBe('bound');
  });

  it.each([
    ['lag(delay) + 1', 'not one call'],
    ['1 + lag(delay)', 'not one call'],
    ['delay', 'not one call'],
    ['(lag(delay))', 'not one call'],
    ['lag(delay) as x', 'not one call'],
    ['sqrt(delay)', 'not one call'],
    ['list(delay)[1]', 'not one call'],
    ['lag(delay) over ()', 'no OVER of its own'],
    ['lag(delay) over (order by day) + lag(delay)', 'not one call'],
    ['sum(lag(delay))', 'inside of a call'],
    ['sum(max(delay))', 'is an aggregate'],
    ['sum(max(delay) over ())', 'a window'],
    ['lag(delay order by day)', 'no ORDER BY of its own'],
  ])('%s is refused with MR2116', async (text, message) => {
    const outcome = await bound(text);
    expect(outcome).toMatchObject({ fault: { code: 'MR2116', message: expect.stringContaining(message) } });
  });

  it.each([
    ['lag(delay', 'MR2101'],
    ['lag(delay), lag(day)', 'MR2102'],
    ['1, lag(delay)', 'MR2102'],
    ['lag(delay) from f', 'MR2102'],
    ['lag(dely)', 'MR2104'],
    ['lga(delay)', 'MR2106'],
    ["sum(delay) filter (where delay > 'abc')", 'MR2112'],
    ['sum(city)', 'MR2107'],
    ['row_number() filter (where delay > 1)', 'MR2119'],
    ['sum(random())', 'MR2109'],
  ])('%s is refused with %s', async (text, code) => {
    expect(codeOf(await bound(text))).toBe(code);
  });

  it('points at the culprit', async () => {
    const text = 'sum(delay) filter (where dely > 1)';
    expect(await bound(text)).toMatchObject({ fault: { offset: text.indexOf('dely'), length: 4 } });
  });
});
