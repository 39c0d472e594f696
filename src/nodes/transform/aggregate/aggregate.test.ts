import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, openLab, unordered } from '../../testing/lab.js';
import { aggregate } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ minutes: { type: 'BIGINT', value: 15 } });
});
afterAll(() => lab.close());

const FLIGHTS = `from (values ('SAN', 10, date '2001-01-05'), ('SAN', 20, date '2002-01-05'), ('SFO', null, date '2001-06-01'),
  (null, 1, date '2001-01-01'), (null, 2, null)) t(origin, delay, "when")`;

describe('groups by columns', () => {
  test('give one row each; null is a group of its own, and aggregates leave nulls out', async () => {
    const flights = await lab.input('f', FLIGHTS);
    const config = { by: ['ORIGIN'], measures: { n: 'count(*)', known: 'count(delay)', mean: 'avg(delay)' } };
    const { columns, rows } = await lab.run(aggregate, config, flights);
    expect(columns).toEqual(['origin', 'n', 'known', 'mean']);
    expect(unordered(rows)).toEqual([
      ['SAN', 2, 2, 15],
      ['SFO', 1, 0, null],
      [null, 2, 2, 1.5],
    ]);
  });

  test('without measures give the distinct groups', async () => {
    const flights = await lab.input('f', FLIGHTS);
    const { rows } = await lab.run(aggregate, { by: ['origin'] }, flights);
    expect(unordered(rows)).toEqual([['SAN'], ['SFO'], [null]]);
  });

  test('of an empty input give no row', async () => {
    const none = await lab.input('f', `${FLIGHTS} where false`);
    expect((await lab.run(aggregate, { by: ['origin'], measures: { n: 'count(*)' } }, none)).rows).toEqual(
      [],
    );
  });
});

describe('groups by expressions', () => {
  test('have names, and measures may build on the groups', async () => {
    const flights = await lab.input('f', FLIGHTS);
    const config = { by: { year: 'year("when")' }, measures: { next: 'year("when") + 1', n: 'count(*)' } };
    const { rows } = await lab.run(aggregate, config, flights);
    expect(unordered(rows)).toEqual([
      [2001, 2002, 3],
      [2002, 2003, 1],
      [null, null, 1],
    ]);
  });

  test('may be named like a column of the input without hiding it', async () => {
    const flights = await lab.input('f', FLIGHTS);
    const config = {
      by: { origin: "coalesce(origin, '?')" },
      measures: { delay: 'sum(delay)', twice: 'sum(delay) * 2' },
    };
    const { rows } = await lab.run(aggregate, config, flights);
    expect(unordered(rows)).toEqual([
      ['?', 3, 6],
      ['SAN', 30, 60],
      ['SFO', null, null],
    ]);
  });

  test.each(['1', "'all'", 'null', '$minutes', '2 - 1'])(
    'may be the constant %s: a value, not a position',
    async (one) => {
      const flights = await lab.input('f', FLIGHTS);
      const { rows } = await lab.run(aggregate, { by: { one }, measures: { n: 'count(*)' } }, flights);
      expect(rows.map(([, n]) => n)).toEqual([5]);
    },
  );
});

describe('without groups', () => {
  test('there is one row over all rows', async () => {
    const flights = await lab.input('f', FLIGHTS);
    const config = { measures: { n: 'count(*)', most: 'max(delay)', share: 'count(delay) / count(*)' } };
    expect((await lab.run(aggregate, config, flights)).rows).toEqual([[5, 20, 0.8]]);
  });

  test('there is one row even for no rows', async () => {
    const none = await lab.input('f', `${FLIGHTS} where false`);
    const config = { measures: { n: 'count(*)', most: 'max(delay)', one: '1' } };
    expect((await lab.run(aggregate, config, none)).rows).toEqual([[0, null, 1]]);
  });

  test('a column outside of an aggregate is refused', async () => {
    const flights = await lab.input('f', FLIGHTS);
    await expect(lab.run(aggregate, { measures: { x: 'delay' } }, flights)).rejects.toThrow('MR2116');
  });
});

test('a column that is no group is refused outside of an aggregate', async () => {
  const flights = await lab.input('f', FLIGHTS);
  const run = lab.run(aggregate, { by: ['origin'], measures: { x: 'delay' } }, flights);
  await expect(run).rejects.toThrow('MR2116');
});

test('names that come twice are refused', async () => {
  const flights = await lab.input('f', FLIGHTS);
  const config = { by: ['origin', 'delay', 'Delay'], measures: { ORIGIN: 'count(*)' } };
  expect(await lab.findings(aggregate, config, flights)).toMatchObject([
    { code: 'MR2114', path: ['by', 2] },
    { code: 'MR2114', path: ['measures', 'ORIGIN'] },
  ]);
});

test('something must be asked for', () => {
  expect(aggregate.config.safeParse({}).success).toBe(false);
  expect(aggregate.config.safeParse({ by: [] }).success).toBe(false);
  expect(aggregate.config.safeParse({ measures: {} }).success).toBe(false);
});

test('lineage: measures come from what they use, and the groups decide about rows', async () => {
  const flights = await lab.input('f', FLIGHTS);
  const { lineage } = await lab.run(aggregate, { by: ['origin'], measures: { most: 'max(delay)' } }, flights);
  expect(lineage).toEqual({
    columns: { origin: [{ input: 'f', column: 'origin' }], most: [{ input: 'f', column: 'delay' }] },
    rows: [{ input: 'f', column: 'origin' }],
  });
});
