import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, openLab, unordered } from '../../testing/lab.js';
import { cast } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ minutes: { type: 'BIGINT', value: 15 } });
});
afterAll(() => lab.close());

const TEXTS = "from (values ('14', '2001-02-03'), (null, null)) t(delay, \"Tag x\")";

test('changes types in place; null stays null', async () => {
  const texts = await lab.input('f', TEXTS);
  const { schema, rows } = await lab.run(cast, { columns: { DELAY: 'integer', 'tag x': 'date' } }, texts);
  expect(schema).toEqual([
    { name: 'delay', type: 'INTEGER' },
    { name: 'Tag x', type: 'DATE' },
  ]);
  expect(rows).toEqual([
    [14, '2001-02-03'],
    [null, null],
  ]);
});

test('takes decimals, lists and structs', async () => {
  const texts = await lab.input('f', "select '1.5' as d, '[1, 2]' as l, '{a b: 3}' as s");
  const config = { columns: { d: 'decimal(9,2)', l: 'int[]', s: 'struct("a b" int)' } };
  const { schema, rows } = await lab.run(cast, config, texts);
  expect(schema.map(({ type }) => type)).toEqual(['DECIMAL(9,2)', 'INTEGER[]', 'STRUCT("a b" INTEGER)']);
  expect(rows).toEqual([['1.50', [1, 2], { 'a b': 3 }]]);
});

describe('a value that does not fit', () => {
  test('stops the run', async () => {
    const texts = await lab.input('f', "select 'early' as delay");
    const run = lab.run(cast, { columns: { delay: 'integer' } }, texts);
    await expect(run).rejects.toMatchObject({ problems: [{ code: 'MR4008' }] });
  });

  test('becomes null with `on_error: null`, in its own row only', async () => {
    const texts = await lab.input('f', "from (values ('early'), ('1')) t(delay)");
    const { rows } = await lab.run(cast, { columns: { delay: 'integer' }, on_error: null }, texts);
    expect(unordered(rows)).toEqual([[1], [null]]);
  });
});

test('columns that are not there and those named twice are refused', async () => {
  const texts = await lab.input('f', TEXTS);
  const findings = await lab.findings(
    cast,
    { columns: { dely: 'date', delay: 'date', Delay: 'text' } },
    texts,
  );
  expect(findings).toMatchObject([
    { code: 'MR2104', label: 'did you mean "delay"?', path: ['columns', 'dely'] },
    { code: 'MR2114', path: ['columns', 'Delay'] },
  ]);
});

test('what is no type is refused before it stands in SQL', async () => {
  const texts = await lab.input('f', TEXTS);
  const run = lab.run(cast, { columns: { delay: 'integer) as x, (1' } }, texts);
  await expect(run).rejects.toThrow('MR2115');
});

test('the order of rows ends at a column that is cast', async () => {
  const order = [
    { column: 'Tag x', direction: 'asc', nulls: 'last' },
    { column: 'delay', direction: 'asc', nulls: 'last' },
  ] as const;
  const texts = await lab.input('f', TEXTS, order);
  expect((await lab.run(cast, { columns: { delay: 'int' } }, texts)).order).toEqual([order[0]]);
  expect((await lab.run(cast, { columns: { 'Tag x': 'date' } }, texts)).order).toBeUndefined();
});
