import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, openLab, typeOf, unordered } from '../../testing/lab.js';
import { unnest } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

const run = async (config: object, rows: string) => lab.run(unnest, config, await lab.input('f', rows));

const LISTS = `from (values (1, ['a', null], true), (2, [], false), (3, null, null)) t(id, "the list", b)`;

describe('a list', () => {
  test('gives a row for each element, in its place; without elements one row with null', async () => {
    const { columns, rows } = await run({ column: 'THE LIST' }, LISTS);
    expect(columns).toEqual(['id', 'the list', 'b']);
    expect(unordered(rows)).toEqual(
      unordered([
        [1, 'a', true],
        [1, null, true],
        [2, null, false],
        [3, null, null],
      ]),
    );
  });

  test('leaves rows without elements out where that is declared', async () => {
    const { rows } = await run({ column: 'the list', empty: 'drop' }, LISTS);
    expect(rows.map(([id]) => id)).toEqual([1, 1]);
  });

  test('numbers elements from one; a row without any has no number', async () => {
    const { columns, rows } = await run({ column: 'the list', as: 'e', position: 'at' }, LISTS);
    expect(columns).toEqual(['id', 'e', 'b', 'at']);
    expect(unordered(rows)).toEqual(
      unordered([
        [1, 'a', true, 1],
        [1, null, true, 2],
        [2, null, false, null],
        [3, null, null, null],
      ]),
    );
  });

  test('of lists gives lists', async () => {
    const { rows } = await run({ column: 'l', position: 'at', empty: 'drop' }, 'select [[1, 2], [3]] as l');
    expect(rows).toEqual([
      [[1, 2], 1],
      [[3], 2],
    ]);
  });

  test('may be an array of fixed length', async () => {
    const outcome = await run({ column: 'a' }, 'select [1, 2]::integer[2] as a');
    expect(outcome.rows).toEqual([[1], [2]]);
    expect(typeOf(outcome, 'a')).toBe('INTEGER');
  });
});

describe('objects', () => {
  const OBJECTS = `select 1 as id, [{'a b': 1, 'c': {'d': 'x'}}, {'a b': null, 'c': null}] as l, 'z' as s`;

  test('of a list give columns for their fields', async () => {
    const { columns, rows } = await run({ column: 'l', fields: true, position: 'n' }, OBJECTS);
    expect(columns).toEqual(['id', 'a b', 'c', 's', 'n']);
    expect(rows).toEqual([
      [1, 1, { d: 'x' }, 'z', 1],
      [1, null, null, 'z', 2],
    ]);
  });

  test('by themselves give columns and make no rows', async () => {
    const { columns, rows } = await run(
      { column: 'o', fields: true },
      `select 1 as id, {'x': 2, 'y': [3]} as o`,
    );
    expect(columns).toEqual(['id', 'x', 'y']);
    expect(rows).toEqual([[1, 2, [3]]]);
  });

  test('of a map are keys and values', async () => {
    const { columns, rows } = await run({ column: 'm', fields: true }, `select map {'k': 1, 'j': null} as m`);
    expect(columns).toEqual(['key', 'value']);
    expect(rows).toEqual([
      ['k', 1],
      ['j', null],
    ]);
  });

  test('may have a field that is called like the column', async () => {
    const { columns, rows } = await run({ column: 'a', fields: true }, `select [{'a': 1, 'b': 2}] as a`);
    expect(columns).toEqual(['a', 'b']);
    expect(rows).toEqual([[1, 2]]);
  });
});

test('an empty input stays empty', async () => {
  expect((await run({ column: 'l' }, 'select [1] as l where false')).rows).toEqual([]);
});

describe('what does not fit', () => {
  const findings = async (config: object, rows: string) =>
    lab.findings(unnest, config, await lab.input('f', rows));
  const OBJECT = `select {'x': 1} as o, 1 as x, [1] as l`;

  test.each([
    ['a column without elements', { column: 'x' }, 'MR2107', ['column']],
    ['an object where a list is asked for', { column: 'o' }, 'MR2107', ['column']],
    ['fields of what has none', { column: 'l', fields: true }, 'MR2107', ['fields']],
    ['a field whose name is taken', { column: 'o', fields: true }, 'MR2114', ['column']],
    ['a name that is taken', { column: 'l', as: 'X' }, 'MR2114', ['as']],
    ['a position whose name is taken', { column: 'l', position: 'o' }, 'MR2114', ['position']],
    [
      'a name for what gets the names of its fields',
      { column: 'o', fields: true, as: 'e' },
      'MR1023',
      ['as'],
    ],
  ])('%s', async (_, config, code, path) => {
    expect(await findings(config, OBJECT)).toMatchObject([{ code, path }]);
  });
});
