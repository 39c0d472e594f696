import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, benchOf, bindOver, codeOf } from './testing/engine.js';

let bench: Bench;

beforeAll(async () => {
  bench = await benchOf();
});

afterAll(() => bench.close());

describe('binding an expression', () => {
  it.each([
    ['delay + 1', 'BIGINT'],
    ["city || 'x'", 'VARCHAR'],
    ['delay > $minutes', 'BOOLEAN'],
    ['$minutes', 'BIGINT'],
    ['day < $run_time', 'BOOLEAN'],
    ['place.lat', 'DOUBLE'],
    ['f.place.lon * 2', 'DOUBLE'],
    ['list_transform(parts, x -> upper(x))', 'VARCHAR[]'],
    ['(select x from unnest(parts) as u(x) limit 1)', 'VARCHAR'],
    ["delay > '12'", 'BOOLEAN'],
    ["day between date '2026-01-01' and '2026-02-01'", 'BOOLEAN'],
    ['case when delay > 1 then delay else null end', 'BIGINT'],
    ["city is distinct from 'x'", 'BOOLEAN'],
    ['try_cast(city as integer)', 'INTEGER'],
    ['12345678901234567890123456789012345678', 'HUGEINT'],
    ['delay > 1 -- late', 'BOOLEAN'],
    ['struct_pack(a := delay)', 'STRUCT("a" BIGINT)'],
  ])('%s gives %s', async (text, type) => {
    const outcome = await bindOver(bench.engine, { text });
    expect(outcome?.ok ? outcome.value.type : outcome).toBe(type);
  });

  it.each([
    ["delay > 'abc'", 'MR2112'],
    ["delay in (1, 'abc')", 'MR2112'],
    ["delay between 1 and 'abc'", 'MR2112'],
    ["coalesce(delay, 'abc') > 1", 'MR2112'],
    ["city = 'a' or delay > 'abc'", 'MR2112'],
    ["case when city = 'a' then delay > 'abc' end", 'MR2112'],
    ["case when city = 'a' then 'abc' else delay end > 1", 'MR2112'],
    ["day > '2026-13-01'", 'MR2112'],
    ['delay > day', 'MR2107'],
    ['sqrt(city)', 'MR2107'],
    ['nope > 1', 'MR2104'],
    ['f.nope', 'MR2104'],
    ['delay > $nope', 'MR2111'],
    ['sqare(delay)', 'MR2106'],
    ['delay >', 'MR2101'],
    ["'open", 'MR2101'],
    ['delay, city', 'MR2102'],
    ['cast(delay as nope)', 'MR2115'],
  ])('%s is refused with %s', async (text, code) => {
    expect(codeOf(await bindOver(bench.engine, { text }))).toBe(code);
  });

  it('points at the culprit, also behind characters of several bytes', async () => {
    const text = "city = 'Zürich 🚀' and dely > 1";
    const outcome = await bindOver(bench.engine, { text });
    expect(outcome).toMatchObject({
      ok: false,
      fault: { offset: text.indexOf('dely'), length: 4, label: 'did you mean "delay"?' },
    });
  });

  it('says which type is needed', async () => {
    const outcome = await bindOver(bench.engine, { text: 'delay + 1', expects: 'BOOLEAN' });
    expect(outcome).toMatchObject({
      fault: { code: 'MR2108', message: 'the expression gives BIGINT, where BOOLEAN is needed' },
    });
  });

  it('knows the columns and the bound values that it uses', async () => {
    const outcome = await bindOver(bench.engine, { text: 'F.Delay > $minutes and city is not null' });
    expect(outcome).toMatchObject({
      value: {
        columns: [
          { input: 'f', column: 'delay' },
          { input: 'f', column: 'city' },
        ],
        parameters: ['minutes'],
      },
    });
  });

  it('does not hang on what would make rows for ever', async () => {
    expect(
      codeOf(
        await bindOver(bench.engine, {
          text: '(select n from range(1000000000000) as r(n) order by n desc limit 1)',
        }),
      ),
    ).toBe('bound');
    expect(codeOf(await bindOver(bench.engine, { text: "repeat('x', 100000000000)" }))).toBe('bound');
  });

  it.each([
    ['parentheses', `${'('.repeat(5000)}delay${')'.repeat(5000)} > 1`],
    ['conditions', Array.from({ length: 20_000 }, () => 'delay > 1').join(' and ')],
    ['functions', `${'abs('.repeat(3000)}delay${')'.repeat(3000)} > 1`],
  ])('answers thousands of nested %s without falling over', async (_what, text) => {
    expect(codeOf(await bindOver(bench.engine, { text }))).toMatch(/^bound$|^MR21\d\d$/);
  });
});

/** Rendering from the tree must not change what an expression means. */
describe('what is rendered from the tree', () => {
  it.each([
    '1 + 2 * 3 - (4 - 5)',
    '-(-2)',
    '2 ** 3 ** 2',
    '7 // 2 + 7 % 4',
    "'a' || 'b' || 1",
    "'it''s ü \"q\"'",
    "'100%' like '100\\%' escape '\\'",
    "'abc' similar to 'a.*'",
    "'Abc' ilike 'aBC'",
    'not true or false and true',
    '1 between 0 and 2 and 3 not between 4 and 5',
    'null is null, '.slice(0, 12),
    '1 is distinct from null',
    '3 in (1, 2, 3) and 4 not in (1, 2)',
    "case 2 when 1 then 'a' when 2 then 'b' else 'c' end",
    "case when 1 > 2 then 'a' end",
    "cast('1.50' as decimal(10, 2))",
    "'12'::int + 1",
    "try_cast('x' as int)",
    "date '2026-02-03' + interval 3 day",
    "interval '1 month 2 days'",
    "timestamp '2026-01-01 10:00:00' - timestamp '2025-12-31 09:00:00'",
    '[1, 2, 3][2]',
    '[1, 2, 3][2:3]',
    "'hello'[2:4]",
    "{'a': 1, 'b': [2, 3]}.b",
    "map {'k': 1}['k']",
    '[x * 2 for x in [1, 2, 3] if x > 1]',
    'list_filter([1, 2, 3], x -> x > 1)',
    'coalesce(null, 1)',
    'nullif(1, 1)',
    '12345678901234567890123456789012345678',
    '0.1 + 0.2',
    '1e300 * 10',
    "'nan'::double",
    "'-inf'::double",
    '1.5::decimal(5, 3)',
    "'a' collate nocase = 'A'",
    "extract(year from date '2026-02-03')",
    "date_part('month', date '2026-02-03')",
    "strftime(date '2026-02-03', '%d.%m.%Y')",
    "substring('hello', 2, 3)",
    "trim(both 'x' from 'xax')",
    "position('l' in 'hello')",
    'true and (false or not false)',
    "'a' < 'b' and 'b' <= 'b' and 1 <> 2 and 1 != 2",
    '5 & 3 | 8',
    '1 << 3 >> 1',
    '~1',
    "'x' is not null",
    '(select n from range(5) as r(n) order by n desc limit 1)',
    'exists (select 1 from range(3) as r(n) where n > 1)',
    '2 in (select n from range(3) as r(n))',
  ])('means the same: %s', async (text) => {
    const outcome = await bindOver(bench.engine, { text });
    if (!outcome?.ok) throw new Error(JSON.stringify(outcome));
    const run = async (sql: string) =>
      (
        await bench.engine.execute(
          {
            query: { kind: 'sql', text: `select (${sql})::varchar`, parameters: [] },
            sink: { kind: 'rows', limit: 1 },
          },
          { signal: new AbortController().signal, onProgress: () => undefined },
        )
      ).values;
    expect(await run(outcome.value.sql)).toEqual(await run(text));
  });
});
