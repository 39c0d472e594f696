import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, openLab, unordered } from '../../testing/lab.js';
import { join } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ far: { type: 'BIGINT', value: 3 } });
});
afterAll(() => lab.close());

const FLIGHTS = `from (values
  ('SAN', timestamp '2026-01-01 10:00:00'), ('SAN', timestamp '2026-01-01 12:00:00'), ('LAX', timestamp '2026-01-01 09:00:00'),
  (null, timestamp '2026-01-01 09:00:00'), ('SAN', null)) t(origin, at_time)`;

const WEATHER = `from (values
  ('SAN', timestamp '2026-01-01 09:00:00', 3), ('SAN', timestamp '2026-01-01 10:00:00', 5), ('LAX', timestamp '2026-01-01 10:00:00', 7),
  ('SAN', null, 9), (null, timestamp '2026-01-01 08:00:00', 9)) t(station, seen, wind)`;

const asOf = { left: 'AT_TIME', right: 'seen' };

const run = async (config: object, left = FLIGHTS, right = WEATHER) => {
  const base = { keys: { origin: 'station' }, columns: ['f.*', 'w.wind'], as_of: asOf };
  return lab.run(join, { ...base, ...config }, await lab.input('f', left), await lab.input('w', right));
};

const winds = async (config: object) =>
  unordered((await run(config)).rows.map(([origin, at, wind]) => [origin ?? null, at ?? null, wind ?? null]));

describe('the nearest row in time', () => {
  test('is the last one at or before; a left join keeps rows without one', async () => {
    expect(await winds({ type: 'left' })).toEqual(
      unordered([
        ['SAN', '2026-01-01 10:00:00', 5],
        ['SAN', '2026-01-01 12:00:00', 5],
        ['LAX', '2026-01-01 09:00:00', null],
        [null, '2026-01-01 09:00:00', null],
        ['SAN', null, null],
      ]),
    );
  });

  test.each(['inner', 'left'])(
    'is none for rows without a time, however many rows there are: %s',
    async (type) => {
      const many = `select 'SAN' as origin, case when i % 4 > 0 then timestamp '2026-01-01 10:00:00' end as at_time from range(100) r(i)`;
      const { rows } = await run({ type }, many);
      const met = rows.filter(([, , wind]) => (wind ?? null) !== null);
      expect(met).toHaveLength(75);
      expect(met.filter(([, at]) => (at ?? null) === null)).toEqual([]);
      expect(rows).toHaveLength(type === 'left' ? 100 : 75);
    },
  );

  test('or the first at or after', async () => {
    expect(await winds({ as_of: { ...asOf, direction: 'forward' } })).toEqual(
      unordered([
        ['SAN', '2026-01-01 10:00:00', 5],
        ['LAX', '2026-01-01 09:00:00', 7],
      ]),
    );
  });

  test('is none where it is too far away: its columns are null in a left join', async () => {
    expect(await winds({ type: 'left', as_of: { ...asOf, max_age: '90 minutes' } })).toContainEqual([
      'SAN',
      '2026-01-01 12:00:00',
      null,
    ]);
  });

  test('and the row is left out of an inner join', async () => {
    expect(await winds({ as_of: { ...asOf, max_age: '90 minutes' } })).toEqual([
      ['SAN', '2026-01-01 10:00:00', 5],
    ]);
  });

  test('exactly as far away as allowed counts', async () => {
    expect(await winds({ as_of: { ...asOf, max_age: '2h' } })).toHaveLength(2);
  });

  test('may go by numbers, without keys, and by a parameter', async () => {
    const rows = (
      await run(
        {
          keys: undefined,
          type: 'left',
          columns: ['f.n', 'w.v'],
          as_of: { left: 'n', right: 'm', max_age: '$far' },
        },
        'from (values (1), (5), (10)) t(n)',
        `from (values (2.0, 'a'), (4.5, 'b')) t(m, v)`,
      )
    ).rows;
    expect(unordered(rows)).toEqual(
      unordered([
        [1, null],
        [5, 'b'],
        [10, null],
      ]),
    );
  });

  test('of dates and timestamps', async () => {
    const { rows } = await run(
      { keys: undefined, columns: ['w.v'], as_of: { left: 'n', right: 'm', max_age: '1 day' } },
      `select timestamp '2026-01-02 00:00:00' as n`,
      `from (values (date '2026-01-01', 'a')) t(m, v)`,
    );
    expect(rows).toEqual([['a']]);
  });

  test('out of nothing is none', async () => {
    const nothing = `select 'SAN' as station, timestamp '2026-01-01' as seen, 1 as wind where false`;
    expect((await run({ type: 'left' }, FLIGHTS, nothing)).rows).toHaveLength(5);
    expect((await run({}, FLIGHTS, nothing)).rows).toEqual([]);
  });
});

describe('right rows of one key and one time', () => {
  const TIED = `from (values ('SAN', timestamp '2026-01-01 09:00:00', 3), ('SAN', timestamp '2026-01-01 09:00:00', 2)) t(station, seen, wind)`;

  test('stop the run', async () => {
    await expect(run({}, FLIGHTS, TIED)).rejects.toMatchObject({
      problems: [
        {
          code: 'MR4013',
          message:
            'key (SAN, 2026-01-01 09:00:00) has 2 different rows in input "w", so that none of them is the nearest',
        },
      ],
    });
  });

  test('give the least where that is declared', async () => {
    const { rows } = await run({ as_of: { ...asOf, ties: 'least' } }, FLIGHTS, TIED);
    expect(rows.map(([, , wind]) => wind)).toEqual([2, 2]);
  });

  test('are no tie where they are wholly equal', async () => {
    const twice = `${WEATHER} union all ${WEATHER}`.replace('union all from', 'union all select * from');
    expect((await run({}, FLIGHTS, `select * ${twice}`)).rows).toHaveLength(2);
  });
});

describe('what does not fit', () => {
  const findings = async (config: object) =>
    lab.findings(
      join,
      { keys: { origin: 'station' }, columns: ['f.*'], as_of: asOf, ...config },
      await lab.input('f', FLIGHTS),
      await lab.input('w', WEATHER),
    );

  test.each([
    ['a time that there is not', { as_of: { left: 'att', right: 'seen' } }, 'MR2104', ['as_of', 'left']],
    ['a time and a number', { as_of: { left: 'at_time', right: 'wind' } }, 'MR2107', ['as_of', 'right']],
    ['a number as the age of a time', { as_of: { ...asOf, max_age: '90' } }, 'MR2107', ['as_of', 'max_age']],
  ])('%s', async (_, config, code, path) => {
    expect(await findings(config)).toMatchObject([{ code, path }]);
  });

  test.each([
    ['a full join', { type: 'full' }],
    ['a condition beside it', { condition: 'f.origin = w.station' }],
    ['a cardinality', { cardinality: 'one_to_one' }],
    ['a negative age', { as_of: { ...asOf, max_age: '-1 hour' } }],
  ])('%s', (_, config) => {
    expect(join.config.safeParse({ keys: ['k'], as_of: asOf, ...config }).success).toBe(false);
  });
});

test('keys and a condition must both hold', async () => {
  const { rows } = await lab.run(
    join,
    { type: 'left', keys: ['k'], condition: 'l.v < r.w', columns: ['l.v', 'r.w'] },
    await lab.input('l', 'from (values (1, 1), (1, 9), (2, 1)) t(k, v)'),
    await lab.input('r', 'from (values (1, 5), (3, 5)) t(k, w)'),
  );
  expect(unordered(rows)).toEqual(
    unordered([
      [1, 5],
      [9, null],
      [1, null],
    ]),
  );
});
