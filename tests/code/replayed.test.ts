import { expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { query } from '../support/duckdb.js';
import type { Project } from '../support/project.js';
import { codeProject } from './code.js';

const ROWS = 'id,n,note,day\n1,4,ä,2024-01-02\n2,-9,"a ""b""\nc",\n3,16,,2024-01-03\n4,-25,日本,2024-01-04\n';

const ROOTS = `{
  reads: { n: 'bigint', note: 'varchar', day: 'date' },
  writes: { root: 'double', note: 'varchar', later: 'date' },
  mapRow: ({ n, note, day }) => {
    if (n < 0n) throw new RangeError('no root of ' + n);
    return { root: Math.sqrt(Number(n)), note: (note ?? '') + '!', later: day === null ? null : day + 1 };
  },
}`;

const appending = async (at: Project): Promise<void> => {
  const text = await at.read('pipeline.yaml');
  const with_ = 'with: { path: out://made/, mode: append }';
  await at.write({ 'pipeline.yaml': text.replace('with: { path: out://made.parquet }', with_) });
};

const published = async (at: Project, columns: string): Promise<readonly unknown[]> =>
  (await query(`select ${columns} from '${at.path('out/made')}/*.parquet' order by all`)).rows;

const ran = async (at: Project): Promise<string> => {
  await appending(at);
  const { code, err } = await millrace(at, ['run', 'pipeline.yaml']);
  expect(code, err).toBe(0);
  const { out } = await millrace(at, ['runs', 'latest', '--json']);
  return (JSON.parse(out) as { readonly runId: string }).runId;
};

const replay = (at: Project, ...words: readonly string[]) => millrace(at, ['quarantine', 'replay', ...words]);

test('rows of a reading node go through the function behind it', async () => {
  const at = await codeProject({ rows: ROWS, transform: ROOTS });
  const text = await at.read('pipeline.yaml');
  const contract = '    contract: { columns: { n: { type: bigint, min: 0 } } }\n  made:\n';
  await at.write({ 'pipeline.yaml': text.replace('  made:\n', contract) });
  const run = await ran(at);
  const { code, err } = await replay(at, run, '--set', "n=replace(n, '-', '')");
  expect(code, err).toBe(0);
  expect(await published(at, 'id::integer, root, note, later::varchar')).toEqual([
    [1, 2, 'ä!', '2024-01-03'],
    [2, 3, 'a "b"\nc!', null],
    [3, 4, '!', '2024-01-04'],
    [4, 5, '日本!', '2024-01-05'],
  ]);
});

test('rows for which a function threw are given to it again, whole', async () => {
  const contract = '{ columns: { id: { required: true } } }';
  const at = await codeProject({ rows: ROWS, transform: ROOTS, contract });
  const still = await replay(at, await ran(at));
  expect(still.err).toContain('contract made: 2 rows, 0 passed, 2 in quarantine');
  expect(await published(at, 'id::integer')).toEqual([[1], [3]]);
  const { code, err } = await replay(at, 'latest', '--set', "n=replace(n, '-', '')");
  expect(code, err).toBe(0);
  expect(await published(at, 'id::integer, root, note, later::varchar')).toEqual([
    [1, 2, 'ä!', '2024-01-03'],
    [2, 3, 'a "b"\nc!', null],
    [3, 4, '!', '2024-01-04'],
    [4, 5, '日本!', '2024-01-05'],
  ]);
});

test('rows for which a function threw are not mixed with those that it made', async () => {
  const contract = '{ columns: { root: { min: 3 } } }';
  const at = await codeProject({ rows: ROWS, transform: ROOTS, contract });
  const run = await ran(at);
  const mixed = await replay(at, run, '--set', "n=replace(n, '-', '')");
  expect(mixed.code).toBe(2);
  expect(mixed.err).toContain('threw for 2 of these 3 rows');
  const { code, err } = await replay(at, run, '--where', 'error is null', '--set', 'root=30');
  expect(code, err).toBe(0);
  expect(await published(at, 'id::integer, root, note')).toEqual([
    [1, 30, 'ä!'],
    [3, 4, '!'],
  ]);
});

test('a function by key needs all of its rows', async () => {
  const transform = `{ reads: { n: 'bigint' }, writes: { sum: 'bigint' }, aggregate: {
    by: [], init: () => 0n, update: (sum, { n }) => n.values.reduce((a, b) => a + b, sum), merge: (a, b) => a + b, finish: (sum) => ({ sum }),
  } }`;
  const at = await codeProject({ rows: ROWS, transform });
  const text = await at.read('pipeline.yaml');
  const contract = '    contract: { columns: { n: { type: bigint, min: 0 } } }\n  made:\n';
  await at.write({ 'pipeline.yaml': text.replace('  made:\n', contract) });
  const { code, err } = await replay(at, await ran(at));
  expect(code).toBe(2);
  expect(err).toContain('[MR2012] "made" (code) needs all of its rows');
});
