import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../../kit/index.js';
import { type Lab, openLab, unordered } from '../../testing/lab.js';
import { pivot } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

const SALES = `from (values ('DE', 'Q1', 10), ('DE', 'Q1', 5), ('DE', 'Q2', 20), ('FR', 'Q2', null), (null, 'Q1', 1)) t(country, "the quarter", amount)`;

const config = {
  by: ['country'],
  on: 'THE QUARTER',
  values: ['Q1', 'Q2'],
  measures: { amount: 'sum(amount)' },
};

const run = async (changes: object = {}, rows = SALES) =>
  lab.run(pivot, { ...config, ...changes }, await lab.input('f', rows));

describe('a column for each value', () => {
  test('holds the measure; a row for each value of `by`, null included', async () => {
    const { columns, rows } = await run();
    expect(columns).toEqual(['country', 'Q1', 'Q2']);
    expect(unordered(rows)).toEqual(
      unordered([
        ['DE', 15, 20],
        ['FR', null, null],
        [null, 1, null],
      ]),
    );
  });

  test('holds what the measure is over no rows where there are none', async () => {
    const { rows } = await run({ measures: { n: 'count(*)' } });
    expect(unordered(rows)).toEqual(
      unordered([
        ['DE', 2, 1],
        ['FR', 0, 1],
        [null, 1, 0],
      ]),
    );
  });

  test('is named by value and measure where there are several measures', async () => {
    const { columns } = await run({ measures: { n: 'count(*)', amount: 'max(amount) - min(amount)' } });
    expect(columns).toEqual(['country', 'Q1_n', 'Q1_amount', 'Q2_n', 'Q2_amount']);
  });

  test('may be named, and stand for null', async () => {
    const rows = `from (values (1, 'a'), (2, null)) t(n, k)`;
    const outcome = await run(
      { by: undefined, on: 'k', values: { known: 'a', unknown: null }, measures: { n: 'sum(n)' } },
      rows,
    );
    expect(outcome.columns).toEqual(['known', 'unknown']);
    expect(outcome.rows).toEqual([[1, 2]]);
  });

  test('is made for values of other types, by their text', async () => {
    const rows = `from (values (date '2026-01-01', 1), (date '2026-02-01', 2)) t(day, n)`;
    const outcome = await run(
      { by: undefined, on: 'day', values: ['2026-01-01', '2026-02-01'], measures: { n: 'sum(n)' } },
      rows,
    );
    expect(outcome.rows).toEqual([[1, 2]]);
  });
});

describe('without rows', () => {
  test('there is none', async () => {
    expect(
      (await run({}, `select 'DE' as country, 'Q1' as "the quarter", 1 as amount where false`)).rows,
    ).toEqual([]);
  });

  test('there is one where `by` is left out', async () => {
    const { rows } = await run(
      { by: undefined, measures: { n: 'count(*)' } },
      `select 'DE' as country, 'Q1' as "the quarter", 1 as amount where false`,
    );
    expect(rows).toEqual([[0, 0]]);
  });
});

describe('a value that is not listed', () => {
  test('stops the run, with how many rows there are', async () => {
    await expect(run({ values: ['Q2'] })).rejects.toMatchObject({
      problems: [
        {
          code: 'MR4014',
          message: 'rows whose "the quarter" is not listed: 3; the least such value is "Q1"',
        },
      ],
    });
  });

  test('may be null', async () => {
    await expect(
      run({}, `select 'DE' as country, null::varchar as "the quarter", 1 as amount`),
    ).rejects.toMatchObject({
      problems: [{ message: 'rows whose "the quarter" is not listed: 1; the least such value is null' }],
    });
  });

  test('is left out where that is declared', async () => {
    const { rows } = await run({ values: ['Q2'], unlisted: 'drop' });
    expect(unordered(rows)).toEqual([
      ['DE', 20],
      ['FR', null],
    ]);
  });

  test.each([
    ['a filter', sql`select * from p where country = 'FR'`],
    ['a count', sql`select count(*) from p`],
    ['one column', sql`select country from p limit 1`],
  ])('is found whatever follows: %s', async (_, after) => {
    const input = await lab.input('f', SALES);
    const { text } = await lab.run(pivot, { ...config, values: ['Q2', 'Q1'] }, input);
    const lowered = { kind: 'sql', text: text.replaceAll(`'Q1'`, `'Q9'`), parameters: [] } as const;
    const query = lab.query(sql`with p as not materialized (${lowered}) ${after}`);
    await expect(query).rejects.toMatchObject({ problems: [{ code: 'MR4014' }] });
  });
});

describe('what does not fit', () => {
  const findings = async (changes: object, rows = SALES) =>
    lab.findings(pivot, { ...config, ...changes }, await lab.input('f', rows));

  test.each([
    ['no values: the columns are not known', { values: undefined }, 'MR9001', undefined],
    ['a value listed twice', { values: ['Q1', 'Q1'] }, 'MR1023', ['values', 1]],
    ['names that differ only in case', { values: ['q1', 'Q1'] }, 'MR2114', ['values', 1]],
    ['a name that is taken', { values: { Country: 'Q1' } }, 'MR2114', ['values', 'Country']],
    ['a value of another type', { on: 'amount', values: ['ten'] }, 'MR2112', ['values', 0]],
  ])('%s', async (_, changes, code, path) => {
    expect(await findings(changes)).toMatchObject([{ code, ...(path ? { path } : {}) }]);
  });
});
