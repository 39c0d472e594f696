import { mkdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { query } from '../support/duckdb.js';
import { codeProject, runCode } from './code.js';

const ROWS = 100_000;
const VALUES = 30;

const documentWith = (contract: string): string => `millrace: 1
pipeline: made
resources: { stores: { raw: { folder: . }, out: { folder: ./out } } }
nodes:
  rows: { use: read_parquet, with: { path: raw://data/rows.parquet } }
  made:
    use: code
    from: rows
    with: { module: ./made.ts }
${contract}  out: { use: write_parquet, from: made, with: { path: out://made.parquet } }
`;

/** Rows whose text is one of few, null among them, put through a function that prints how many values each call has. */
const ran = async (value: string, contract = '') => {
  const transform = `{
    reads: { name: 'varchar' }, writes: { made: 'varchar' },
    map: ({ name }, rows) => {
      console.log(rows);
      return { made: Array.from({ length: rows }, (_, row) => { const text = name.values[row]; return ${value}; }) };
    },
  }`;
  const at = await codeProject({
    rows: '',
    transform,
    files: { 'pipeline.yaml': documentWith(contract) },
  });
  await mkdir(at.path('data'));
  await query(
    `copy (select id, nullif('name ' || id % ${VALUES}, 'name 7') as name from range(${ROWS}) r(id)) to '${at.path('data/rows.parquet')}' (format parquet)`,
  );
  return runCode(at);
};

const callsIn = (printed: string): number =>
  printed
    .split('\n')
    .filter((line) => /^\d+$/.test(line))
    .reduce((sum, line) => sum + Number(line), 0);

const expected = Array.from({ length: ROWS }, (_, id) => [
  String(id),
  id % VALUES === 7 ? null : `name ${id % VALUES}`,
  id % VALUES === 7 ? 'none' : `NAME ${id % VALUES}`,
]);

test('is asked once for each entry of a dictionary, and not for each row', async () => {
  const { rows, printed } = await ran(`text?.toUpperCase() ?? 'none'`);
  expect(rows.toSorted(([one], [other]) => Number(one) - Number(other))).toEqual(expected);
  expect(callsIn(await printed())).toBeLessThan(ROWS / 10);
});

test('that throws for one of the values has all of its rows set aside, and no other', async () => {
  const { rows, record } = await ran(
    `text === 'name 3' ? (() => { throw new Error('no three'); })() : text?.toUpperCase() ?? 'none'`,
    '    contract: { columns: { made: { type: varchar } }, tolerate: { share: 50% } }\n',
  );
  const passed = expected.filter(([, name]) => name !== 'name 3');
  expect(record.contracts).toMatchObject([
    { node: 'made', passed: passed.length, quarantined: ROWS - passed.length },
  ]);
  expect(rows.toSorted(([one], [other]) => Number(one) - Number(other))).toEqual(passed);
});
