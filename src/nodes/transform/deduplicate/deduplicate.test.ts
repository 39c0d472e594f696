import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../../kit/index.js';
import { type Lab, openLab, unordered } from '../../testing/lab.js';
import { deduplicate } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

const CHANGES = `from (values
  (1, 'Paris', date '2026-01-01'), (1, 'Lyon', date '2026-02-01'), (1, 'Lyon', date '2026-02-01'),
  (null, 'Rome', date '2026-01-01'), (null, 'Bari', null)) t(id, city, day)`;

const newest = [{ column: 'day', direction: 'desc' }];

const kept = async (config: object, rows = CHANGES) =>
  unordered((await lab.run(deduplicate, config, await lab.input('f', rows))).rows);

describe('the first row of each key is kept', () => {
  test('in the order asked for; a null is a key of its own', async () => {
    expect(await kept({ keys: ['ID'], order_by: newest })).toEqual([
      [1, 'Lyon', '2026-02-01'],
      [null, 'Rome', '2026-01-01'],
    ]);
  });

  test('with nulls where they are asked for', async () => {
    const order = [{ column: 'day', nulls: 'first' }];
    expect(await kept({ keys: ['id'], order_by: order })).toEqual([
      [1, 'Paris', '2026-01-01'],
      [null, 'Bari', null],
    ]);
  });

  test('by several keys', async () => {
    expect(await kept({ keys: ['id', 'city'] })).toHaveLength(4);
  });

  test('out of nothing comes nothing', async () => {
    expect(await kept({ keys: ['id'] }, `select 1 as id, 2 as n where false`)).toEqual([]);
  });
});

describe('a tie', () => {
  const TIED = `from (values ('ä', 1, 'x'), ('ä', 1, 'y'), ('ä', 1, 'y'), ('ä', 2, 'z'), ('b', 1, 'x')) t("the key", n, s)`;
  const byNumber = { keys: ['the key'], order_by: ['n'] };

  test('stops the run with the key and the number of rows that differ', async () => {
    await expect(kept(byNumber, TIED)).rejects.toMatchObject({
      problems: [{ code: 'MR4013', message: 'key (ä) has 2 different rows that come first in input "f"' }],
    });
  });

  test('is settled by all other columns where that is declared', async () => {
    expect(await kept({ ...byNumber, ties: 'least' }, TIED)).toEqual([
      ['b', 1, 'x'],
      ['ä', 1, 'x'],
    ]);
  });

  test('behind the first row is none', async () => {
    const rows = `from (values (1, 1, 'a'), (1, 2, 'b'), (1, 2, 'c')) t(k, n, s)`;
    expect(await kept({ keys: ['k'], order_by: ['n'] }, rows)).toEqual([[1, 1, 'a']]);
  });

  test('is every difference where no order is given', async () => {
    await expect(kept({ keys: ['the key'] }, TIED)).rejects.toMatchObject({ problems: [{ code: 'MR4013' }] });
  });

  test('of a null key says so', async () => {
    const rows = `from (values (null, 1, 'a'), (null, 1, 'b')) t(k, n, s)`;
    await expect(kept({ keys: ['k'], order_by: ['n'] }, rows)).rejects.toMatchObject({
      problems: [{ message: 'key (null) has 2 different rows that come first in input "f"' }],
    });
  });

  test.each([
    ['a limit', sql`select * from kept limit 1`],
    ['a filter on the key', sql`select * from kept where "the key" = 'b'`],
    ['a count', sql`select count(*) from kept`],
    ['one other column', sql`select s from kept`],
  ])('is found whatever follows: %s', async (_, after) => {
    const { text } = await lab.run(deduplicate, byNumber, await lab.input('f', `${TIED} where s <> 'y'`));
    const input = await lab.input('f', TIED);
    const lowered = {
      kind: 'sql',
      text: text.replaceAll(/"table_\d+"/g, `"${input.name}"`),
      parameters: [],
    } as const;
    const run = lab.query(sql`with kept as not materialized (${lowered}) ${after}`);
    await expect(run).rejects.toMatchObject({ problems: [{ code: 'MR4013' }] });
  });
});

test('a filter on the keys may come first only where no tie could be hidden by it', async () => {
  const input = await lab.input('f', CHANGES);
  const context = (ties: 'error' | 'least') => ({
    config: deduplicate.config.parse({ keys: ['id'], order_by: ['day', 'city'], ties }),
    inputs: [input],
    input,
    output: 'out',
  });
  expect(deduplicate.passes(context('error'))).toEqual({});
  expect(deduplicate.passes(context('least'))).toEqual({ id: { input: 'f', column: 'id' } });
});

test('a key that is named twice', async () => {
  const found = await lab.findings(deduplicate, { keys: ['id', 'ID'] }, await lab.input('f', CHANGES));
  expect(found).toMatchObject([{ code: 'MR2114', path: ['keys', 1] }]);
});
