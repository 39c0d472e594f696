import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeContext, sql } from '../../../kit/index.js';
import { type Lab, openLab } from '../../testing/lab.js';
import { join } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

const ONCE = "from (values ('ATL', 1), ('SAN', 2), (null, 3), (null, 4)) t(k, v)";
const TWICE = "from (values ('ATL', 1), ('SAN', 2), ('SAN', 3), ('ATL', 4), ('ATL', 5)) t(k, w)";
const NONE = `${ONCE} where k = '?'`;

const inputs = async (left: string, right: string) =>
  [await lab.input('f', left), await lab.input('a', right)] as const;

const COLUMNS = { columns: { k: 'f.k' } };

const violation = (message: string) => ({ problems: [{ code: 'MR4012', message }] });

describe('a key that stands twice where it must be unique stops the run', () => {
  test.each([
    ['one_to_one', TWICE, ONCE, 'f'],
    ['one_to_one', ONCE, TWICE, 'a'],
    ['one_to_many', TWICE, ONCE, 'f'],
    ['many_to_one', ONCE, TWICE, 'a'],
  ])('%s', async (cardinality, left, right, input) => {
    const run = lab.run(join, { keys: ['k'], cardinality, ...COLUMNS }, ...(await inputs(left, right)));
    const message = `key (ATL) stands 3 times in input "${input}", which must be unique for ${cardinality}`;
    await expect(run).rejects.toMatchObject(violation(message));
  });

  test.each(['left', 'right', 'full', 'semi', 'anti'])('in a %s join too', async (type) => {
    const config = { type, keys: ['k'], cardinality: 'many_to_one', ...COLUMNS };
    const run = lab.run(join, config, ...(await inputs(ONCE, TWICE)));
    await expect(run).rejects.toMatchObject({ problems: [{ code: 'MR4012' }] });
  });

  test('with all columns of the key in the message', async () => {
    const pair = await inputs("select 'ATL' as a, 1 as b", "from (values ('ATL', 1), ('ATL', 1)) t(a, b)");
    const run = lab.run(join, { keys: ['a', 'b'], cardinality: 'many_to_one', columns: ['f.*'] }, ...pair);
    await expect(run).rejects.toMatchObject({
      problems: [{ message: expect.stringContaining('key (ATL, 1) stands 2 times') }],
    });
  });

  test('when two keys differ in their own type and are equal in the one they are compared in', async () => {
    const many = 'from (values (9007199254740993), (9007199254740992)) t(k)';
    const run = lab.run(
      join,
      { keys: ['k'], cardinality: 'many_to_one', ...COLUMNS },
      ...(await inputs('select 1::double as k', many)),
    );
    await expect(run).rejects.toMatchObject({ problems: [{ code: 'MR4012' }] });
  });
});

describe('whatever happens to the rows around it', () => {
  test.each([
    ['the other input is empty', NONE, TWICE],
    ['no key has a partner', "select 'LAX' as k, 1 as v", TWICE],
  ])('%s', async (_, left, right) => {
    const config = { keys: ['k'], cardinality: 'many_to_one', ...COLUMNS };
    await expect(lab.run(join, config, ...(await inputs(left, right)))).rejects.toMatchObject({
      problems: [{ code: 'MR4012' }],
    });
  });

  test.each([
    ['a filter on the key', sql`select * from joined where k = 'SAN'`],
    ['a filter on another column', sql`select * from joined where w > 100`],
    ['a limit', sql`select * from joined limit 1`],
    ['a count', sql`select count(*) from joined`],
    ['columns of the other side alone', sql`select v from joined`],
    ['a semi join', sql`select * from joined where k in (select 'SAN')`],
  ])('%s comes after it', async (_, after) => {
    const [left, right] = await inputs(ONCE, TWICE);
    const config = join.config.parse({ type: 'left', keys: ['k'], cardinality: 'many_to_one' });
    const lowered = join.lower(nodeContext(config, [left, right]));
    const run = lab.query(sql`with joined as not materialized (${lowered}) ${after}`);
    await expect(run).rejects.toMatchObject({ problems: [{ code: 'MR4012' }] });
  });
});

describe('is no violation', () => {
  test.each([
    ['a key that stands twice where it may', 'many_to_one', TWICE, ONCE],
    ['keys that stand once, and nulls', 'one_to_one', ONCE, ONCE],
    ['an empty input', 'one_to_one', NONE, NONE],
  ])('%s', async (_, cardinality, left, right) => {
    const run = lab.run(join, { keys: ['k'], cardinality, ...COLUMNS }, ...(await inputs(left, right)));
    await expect(run).resolves.toMatchObject({ columns: ['k'] });
  });

  test('a key that is null in one of its columns', async () => {
    const pair = await inputs(
      "select 'ATL' as a, 1 as b",
      "from (values ('ATL', null), ('ATL', null)) t(a, b)",
    );
    const config = { type: 'left', keys: ['a', 'b'], cardinality: 'one_to_one' };
    expect((await lab.run(join, config, ...pair)).rows).toEqual([['ATL', 1]]);
  });
});
