import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../../kit/index.js';
import { type Lab, openLab, typeOf } from '../../testing/lab.js';
import { window } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ back: { type: 'BIGINT', value: 1 } });
});
afterAll(() => lab.close());

/** Two origins; in SAN two rows are of one day, and one has no delay. */
const FLIGHTS = `from (values (1, 'SAN', 1, 10), (2, 'SAN', 2, 20), (3, 'SAN', 2, null), (4, 'SAN', 3, 30), (5, null, 1, 7),
  (6, null, 9, 8)) t(id, origin, day, delay)`;

const NONE = `${FLIGHTS} where false`;
const BY = { partition_by: ['origin'], order_by: ['day'] };

/** The values of the new columns, by id. */
const valuesOf = async (config: object, query = FLIGHTS) => {
  const flights = await lab.input('f', query);
  const outcome = await lab.run(window, config, flights);
  expect(outcome.findings).toEqual([]);
  const sorted = [...outcome.rows].sort(([a], [b]) => Number(a) - Number(b));
  return sorted.map((row) => (row.length === 5 ? row[4] : row.slice(4)));
};

const faults = async (config: object, query = FLIGHTS) =>
  (await lab.findings(window, config, await lab.input('f', query))).map(({ code, path, message }) => [
    code,
    path?.join('.'),
    message,
  ]);

describe('columns', () => {
  test('of the input are kept, and new ones come last', async () => {
    const config = { ...BY, columns: { 'größe "x"': 'lag(delay)', order: 'rank()' } };
    const { columns, rows, schema } = await lab.run(window, config, await lab.input('f', FLIGHTS));
    expect(columns).toEqual(['id', 'origin', 'day', 'delay', 'größe "x"', 'order']);
    expect(rows).toHaveLength(6);
    expect(typeOf({ schema }, 'order')).toBe('BIGINT');
  });

  test('of no rows have their types', async () => {
    const config = { ...BY, columns: { total: 'sum(delay)', first: 'first_value(origin)' } };
    const outcome = await lab.run(window, config, await lab.input('f', NONE));
    expect(outcome.rows).toEqual([]);
    expect([typeOf(outcome, 'total'), typeOf(outcome, 'first')]).toEqual(['HUGEINT', 'VARCHAR']);
  });

  test('may have any name and any type', async () => {
    const query = `select 1 as "order", [1] as "a ""b""", {x: 1} as s, map {'a': 1} as m, '1'::json as j, 'x'::blob as w`;
    const config = { partition_by: ['A "B"'], order_by: ['ORDER'], columns: { n: 'row_number()' } };
    expect((await lab.run(window, config, await lab.input('f', query))).rows[0]?.at(-1)).toBe(1);
  });
});

describe('a window function', () => {
  test.each([
    ['lag(delay)', [null, 10, 20, null, null, 7]],
    ['lag(delay, $back + 1, -1)', [-1, -1, 10, 20, -1, -1]],
    ['lead(delay)', [20, null, 30, null, 8, null]],
    ['row_number()', [1, 2, 3, 4, 1, 2]],
    ['ntile(2)', [1, 1, 2, 2, 1, 2]],
    ['first_value(delay)', [10, 10, 10, 10, 7, 7]],
    ['last_value(delay)', [10, 20, null, 30, 7, 8]],
    ['last_value(delay ignore nulls)', [10, 20, 20, 30, 7, 8]],
    ['nth_value(delay, 2)', [null, 20, 20, 20, null, 8]],
  ])('%s tells rows apart by all other columns', async (call, expected) => {
    expect(await valuesOf({ ...BY, columns: { x: call } })).toEqual(expected);
  });

  test.each([
    ['rank()', [1, 2, 2, 4, 1, 2]],
    ['dense_rank()', [1, 2, 2, 3, 1, 2]],
    ['percent_rank()', [0, 1 / 3, 1 / 3, 1, 0, 1]],
    ['cume_dist()', [0.25, 0.75, 0.75, 1, 0.5, 1]],
  ])('%s takes equal rows together', async (call, expected) => {
    const values = await valuesOf({ ...BY, columns: { x: call } });
    values.forEach((value, index) => {
      expect(value).toBeCloseTo(expected[index] ?? Number.NaN);
    });
  });

  test('ranks equal rows alike in a frame of rows, too', async () => {
    const config = { ...BY, frame: { rows: [-1, 0] }, columns: { x: 'rank()', y: 'row_number()' } };
    expect(await valuesOf(config)).toEqual([
      [1, 1],
      [2, 2],
      [2, 3],
      [4, 4],
      [1, 1],
      [2, 2],
    ]);
  });

  test('goes by direction and nulls as written', async () => {
    const order = [{ column: 'delay', direction: 'desc', nulls: 'first' }];
    expect(await valuesOf({ order_by: order, columns: { x: 'row_number()' } })).toEqual([4, 3, 1, 2, 6, 5]);
  });
});

describe('an aggregate', () => {
  test.each([
    ['sum(delay)', [10, 30, 30, 60, 7, 15]],
    ['count(*)', [1, 3, 3, 4, 1, 2]],
    ['count(*) filter (where delay > 10)', [0, 1, 1, 2, 0, 0]],
    ['count(distinct day)', [1, 2, 2, 3, 1, 2]],
  ])('%s runs up to the row and those equal to it', async (call, expected) => {
    expect(await valuesOf({ ...BY, columns: { x: call } })).toEqual(expected);
  });

  test('without an order counts the whole partition, or all rows', async () => {
    expect(await valuesOf({ partition_by: ['origin'], columns: { x: 'sum(delay)' } })).toEqual([
      60, 60, 60, 60, 15, 15,
    ]);
    expect(await valuesOf({ columns: { x: 'count(*)' } })).toEqual([6, 6, 6, 6, 6, 6]);
  });

  test('that depends on the order of rows tells them apart, unless it has an order of its own', async () => {
    const columns = { plain: 'list(id)', own: 'list(id order by id desc)', any: 'any_value(delay)' };
    expect((await valuesOf({ ...BY, columns })).slice(0, 4)).toEqual([
      [[1], [1], 10],
      [[1, 2], [3, 2, 1], 10],
      [[1, 2, 3], [3, 2, 1], 10],
      [[1, 2, 3, 4], [4, 3, 2, 1], 10],
    ]);
  });

  test('that depends on the order of rows goes by all columns where there is none', async () => {
    expect(await valuesOf({ columns: { x: 'list(id)' } })).toEqual(Array(6).fill([1, 2, 3, 4, 5, 6]));
  });
});

describe('a frame', () => {
  test.each([
    [{ rows: [-1, 0] }, [10, 30, 20, 30, 7, 15]],
    [{ rows: [1, 2] }, [20, 30, 30, null, 8, null]],
    [{ rows: [null, -1] }, [null, 10, 30, 30, null, 7]],
    [{ rows: [0, null] }, [60, 50, 30, 30, 15, 8]],
    [{ rows: [null, null] }, [60, 60, 60, 60, 15, 15]],
    [{ range: [-1, 0] }, [10, 30, 30, 50, 7, 8]],
    [{ range: [null, 0] }, [10, 30, 30, 60, 7, 15]],
    [{ groups: [-1, 0] }, [10, 30, 30, 50, 7, 15]],
    [{ groups: [1, 1] }, [20, 30, 30, null, 8, null]],
  ])('%j', async (frame, expected) => {
    expect(await valuesOf({ ...BY, frame, columns: { x: 'sum(delay)' } })).toEqual(expected);
  });

  test('of a time looks back along dates and timestamps', async () => {
    const days = `select id, origin, date '2001-01-01' + (day * 10)::int as day, delay from (${FLIGHTS})`;
    const config = { ...BY, frame: { range: ['-10 days', 0] }, columns: { x: 'sum(delay)' } };
    expect(await valuesOf(config, days)).toEqual([10, 30, 30, 50, 7, 8]);
    expect(await valuesOf({ ...config, frame: { range: [-10, '0 days'] } }, days)).toEqual([
      10, 30, 30, 50, 7, 8,
    ]);
    for (const type of ['timestamp', 'timestamp_s', 'timestamp_ns', 'timestamptz']) {
      const moments = `select id, origin, day::timestamp::${type} as day, delay from (${days})`;
      expect(await valuesOf({ ...config, frame: { range: ['-240 hours', 0] } }, moments)).toEqual([
        10, 30, 30, 50, 7, 8,
      ]);
    }
  });

  test.each(['utinyint', 'tinyint', 'ubigint', 'bigint', 'hugeint', 'float', 'double', 'decimal(4,2)'])(
    'of a range holds at the ends of %s',
    async (type) => {
      const query = `select id, origin, day::${type} as day, delay from (${FLIGHTS})`;
      const config = { ...BY, frame: { range: [-100, 100] }, columns: { x: 'sum(delay)' } };
      expect(await valuesOf(config, query)).toEqual([60, 60, 60, 60, 15, 15]);
    },
  );

  test('of a range takes rows without a value together', async () => {
    const config = { order_by: ['delay'], frame: { range: [-3, 0] }, columns: { x: 'count(*)' } };
    expect(await valuesOf(config)).toEqual([3, 1, 1, 1, 1, 2]);
  });

  test('beside what takes no frame', async () => {
    const columns = { x: 'sum(delay)', y: 'lag(delay)' };
    expect((await valuesOf({ ...BY, frame: { range: [-1, 0] }, columns })).slice(0, 3)).toEqual([
      [10, null],
      [30, 10],
      [30, 20],
    ]);
  });

  test.each([
    [{ rows: [0, -1] }],
    [{ rows: [0.5, 1] }],
    [{ rows: [0] }],
    [{ rows: [0, 1], range: [0, 1] }],
    [{}],
    [{ range: ['7 days', '-7 days'] }],
    [{ range: ["7 days'", 0] }],
    [{ range: ['soon', 0] }],
  ])('%j makes no sense', (frame) => {
    expect(window.config.safeParse({ frame, columns: { x: 'count(*)' } }).success).toBe(false);
  });
});

describe('what would depend on chance is refused', () => {
  test.each(['lag(delay)', 'rank()', 'row_number()', 'first_value(delay)'])(
    '%s without an order',
    async (call) => {
      const name = call.slice(0, call.indexOf('('));
      expect(await faults({ columns: { x: call } })).toEqual([
        ['MR2117', 'columns.x', `"${name}" depends on the order of rows, and there is none`],
      ]);
    },
  );

  test('a frame without an order', async () => {
    const columns = { x: 'sum(delay)' };
    expect(await faults({ frame: { rows: [-1, 0] }, columns })).toEqual([
      ['MR2117', 'frame', 'a frame goes by the order of rows, and there is none'],
    ]);
    expect(await faults({ frame: { rows: [null, null] }, columns })).toEqual([]);
  });

  test('single rows of a frame that does not tell them apart', async () => {
    const columns = {
      a: 'last_value(delay)',
      b: 'list(delay)',
      c: 'list(delay order by id)',
      d: 'lag(delay)',
    };
    expect(await faults({ ...BY, frame: { range: [-1, 0] }, columns })).toEqual([
      ['MR2117', 'columns.a', '"last_value" takes single rows, which `range` does not tell apart'],
      ['MR2117', 'columns.b', '"list" takes single rows, which `range` does not tell apart'],
    ]);
    expect(await faults({ ...BY, frame: { groups: [null, null] }, columns })).toEqual([]);
  });

  test('values filled in between rows that may tie', async () => {
    expect(await faults({ ...BY, columns: { x: 'fill(delay)' } })).toEqual([
      ['MR2117', 'columns.x', '"fill" depends on chance where rows are equal in the order'],
    ]);
  });
});

describe('other faults', () => {
  test('a name that the input has, or that comes twice', async () => {
    expect(await faults({ ...BY, columns: { Delay: 'lag(delay)', x: 'rank()', X: 'rank()' } })).toEqual([
      ['MR2114', 'columns.X', 'columns "x" and "X" differ only in case'],
      ['MR2114', 'columns.Delay', 'the input has a column "delay" already'],
    ]);
  });

  test.each([
    [['day', 'id'], [-1, 0], 'several'],
    [['origin'], [-1, 0], 'is no distance of "origin" (VARCHAR)'],
    [['day'], [-0.5, 0], '-0.5 is no distance of "day" (INTEGER)'],
    [['day'], ['-1 day', 0], '\'-1 day\' is no distance of "day" (INTEGER)'],
  ])('a range over %j from %j', async (order_by, range, message) => {
    expect(await faults({ order_by, frame: { range }, columns: { x: 'count(*)' } })).toEqual([
      ['MR2107', 'frame.range', expect.stringContaining(message)],
    ]);
  });

  test.each([
    ['lag(delay) + 1', 'MR2116'],
    ['sum(delay) over ()', 'MR2116'],
    ['lag(dely)', 'MR2104'],
  ])('%s is refused with %s', async (call, code) => {
    await expect(
      lab.run(window, { ...BY, columns: { x: call } }, await lab.input('f', FLIGHTS)),
    ).rejects.toThrow(code);
  });
});

describe('the result is the same', () => {
  const MANY = `select i as id, i % 3 as origin, i % 50 as day, (i * 7919) % 1000 as delay from range(9000) r(i)`;

  test('in whatever order the rows come in', async () => {
    const columns = {
      a: 'row_number()',
      b: 'lag(id)',
      c: 'last_value(id)',
      d: 'max_by(id, origin)',
      e: 'rank()',
    };
    const config = { ...BY, frame: { rows: [-3, 3] }, columns };
    const texts = async (query: string) => {
      const { rows } = await lab.run(window, config, await lab.input('f', query));
      return rows.map((row) => JSON.stringify(row)).sort();
    };
    const [forward, shuffled] = [await texts(`${MANY} order by i`), await texts(`${MANY} order by hash(i)`)];
    expect(forward.filter((row, index) => row !== shuffled[index])).toEqual([]);
  });
});

test('rows keep the order that they have', async () => {
  const order = [{ column: 'delay', direction: 'desc', nulls: 'last' }] as const;
  const flights = await lab.input('f', FLIGHTS, order);
  const outcome = await lab.run(window, { ...BY, columns: { x: 'rank()' } }, flights);
  expect(outcome.order).toEqual(order);
  expect(outcome.rows.map(([id]) => id)).toEqual([4, 2, 1, 6, 5, 3]);
});

describe('lineage', () => {
  const usesOf = async (config: object) => {
    const { lineage } = await lab.run(window, config, await lab.input('f', FLIGHTS));
    expect(lineage?.rows).toEqual([]);
    return lineage?.columns['x']?.map(({ column }) => column);
  };

  test('names arguments, partition and order', async () => {
    expect(await usesOf({ ...BY, columns: { x: 'sum(delay)' } })).toEqual(['delay', 'origin', 'day']);
    expect(await usesOf({ columns: { x: 'count(*)' } })).toEqual([]);
  });

  test('names all columns where rows are told apart', async () => {
    expect(new Set(await usesOf({ ...BY, columns: { x: 'row_number()' } }))).toEqual(
      new Set(['id', 'origin', 'day', 'delay']),
    );
  });
});

test('the SQL holds the windows that are used, and stands in a larger query', async () => {
  const flights = await lab.input('f', FLIGHTS);
  const { text } = await lab.run(window, { ...BY, columns: { x: 'rank()' } }, flights);
  expect(text).toContain('over "peers" as "x"');
  expect(text).not.toContain('"rows"');
  const lowered = sql`${{ kind: 'sql', text, parameters: [] }}`;
  const { rows } = await lab.query(
    sql`with a as (${lowered}), b as (select * from a) select count(*) from b`,
  );
  expect(rows).toEqual([[6]]);
});
