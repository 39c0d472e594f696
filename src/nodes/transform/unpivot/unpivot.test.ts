import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, openLab, typeOf, unordered } from '../../testing/lab.js';
import { unpivot } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

const ROWS = `from (values ('Oslo', 49, null, 'x'), ('Rome', 80, 2.5, null)) t("the station", jan, "Feb ""2""", s)`;

const run = async (config: object, rows = ROWS) => lab.run(unpivot, config, await lab.input('f', rows));

test('a row for each column, with its name as the input writes it; the others come first', async () => {
  const { columns, rows } = await run({ columns: ['JAN', 'feb "2"'], name: 'month', value: 'rain' });
  expect(columns).toEqual(['the station', 's', 'month', 'rain']);
  expect(unordered(rows)).toEqual(
    unordered([
      ['Oslo', 'x', 'jan', '49.0'],
      ['Oslo', 'x', 'Feb "2"', null],
      ['Rome', null, 'jan', '80.0'],
      ['Rome', null, 'Feb "2"', '2.5'],
    ]),
  );
});

test('values take the type that holds them all', async () => {
  const outcome = await run({ columns: ['jan', 'Feb "2"'] });
  expect(typeOf(outcome, 'value')).toBe('DECIMAL(11,1)');
  expect(typeOf(outcome, 'name')).toBe('VARCHAR');
});

test('nulls are left out where that is declared', async () => {
  const { rows } = await run({ columns: ['jan', 'Feb "2"'], nulls: 'drop' });
  expect(rows).toHaveLength(3);
});

test('all columns may become rows', async () => {
  const { columns, rows } = await run({ columns: ['a', 'b'] }, 'select 1 as a, 2 as b');
  expect(columns).toEqual(['name', 'value']);
  expect(rows).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
});

test('an empty input stays empty', async () => {
  expect((await run({ columns: ['a'] }, 'select 1 as a where false')).rows).toEqual([]);
});

describe('what does not fit', () => {
  const findings = async (config: object) => lab.findings(unpivot, config, await lab.input('f', ROWS));

  test('types that do not go together', async () => {
    expect(await findings({ columns: ['jan', 's'] })).toMatchObject([
      { code: 'MR2113', notes: ['"jan" is INTEGER', '"s" is VARCHAR'] },
    ]);
  });

  test('a column named twice', async () => {
    expect(await findings({ columns: ['jan', 'JAN'] })).toMatchObject([
      { code: 'MR2114', path: ['columns', 1] },
    ]);
  });

  test('a new name that another column has', async () => {
    expect(await findings({ columns: ['jan'], name: 'S' })).toMatchObject([
      { code: 'MR2114', path: ['name'] },
    ]);
  });

  test('two new columns of one name', async () => {
    expect(await findings({ columns: ['jan'], name: 'x', value: 'X' })).toMatchObject([
      { code: 'MR2114', path: ['value'] },
    ]);
  });
});
