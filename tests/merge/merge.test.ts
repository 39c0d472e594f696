import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { query, writeRows } from '../support/duckdb.js';
import { type Project, project } from '../support/project.js';

const documentOf = (options: string, path = 'orders/'): string => `millrace: 1
pipeline: orders
resources:
  stores:
    raw: { folder: . }
    gold: { folder: ./gold }
nodes:
  orders:
    use: read_csv
    with: { path: raw://in.csv, types: { id: INTEGER, name: VARCHAR, at: INTEGER } }
  out:
    use: write_parquet
    from: orders
    with:
      path: gold://${path}
      mode: merge
${options}`;

const BY_ID = '      key: id\n';
const IF_NEWER = `${BY_ID}      update_if_newer: at\n`;

type Row = readonly [id: number, name: string, at: number | null];

const csv = (rows: readonly Row[]): string =>
  ['id,name,at', ...rows.map((row) => row.map((cell) => cell ?? '').join(','))].join('\n').concat('\n');

const merging = async (options: string, path?: string): Promise<Project> =>
  project({ 'pipeline.yaml': documentOf(options, path) });

const merge = async (at: Project, rows: readonly Row[]) => {
  await at.write({ 'in.csv': csv(rows) });
  return millrace(at, ['run', 'pipeline.yaml']);
};

const content = async (at: Project, path = 'orders/**/*.parquet'): Promise<readonly unknown[]> => {
  const read = `read_parquet('${at.path('gold', path)}', hive_partitioning = true, union_by_name = true)`;
  return (await query(`select id, name, "at"::integer as "at" from ${read} order by all`)).rows;
};

describe('mode: merge', () => {
  test('replaces the rows with a key that is there, adds the others, and leaves the rest', async () => {
    const at = await merging(BY_ID);
    expect(
      (
        await merge(at, [
          [1, 'a', 1],
          [2, 'b', 1],
        ])
      ).code,
    ).toBe(0);
    expect(
      (
        await merge(at, [
          [2, 'B', 0],
          [3, 'c', 0],
        ])
      ).code,
    ).toBe(0);
    expect(await content(at)).toEqual([
      [1, 'a', 1],
      [2, 'B', 0],
      [3, 'c', 0],
    ]);
  });

  test('takes a row with `update_if_newer` only where it is newer; a null is oldest', async () => {
    const at = await merging(IF_NEWER);
    await merge(at, [
      [1, 'a', 5],
      [2, 'b', 5],
      [3, 'c', null],
      [4, 'd', 5],
    ]);
    await merge(at, [
      [1, 'new', 6],
      [2, 'same age', 5],
      [3, 'first date', 0],
      [4, 'no date', null],
    ]);
    expect(await content(at)).toEqual([
      [1, 'new', 6],
      [2, 'b', 5],
      [3, 'first date', 0],
      [4, 'd', 5],
    ]);
  });

  test('merges a single file too, and says the mode in the record', async () => {
    const at = await merging(BY_ID, 'orders.parquet');
    await merge(at, [[1, 'a', 1]]);
    await merge(at, [[2, 'b', 1]]);
    expect(await content(at, 'orders.parquet')).toHaveLength(2);
    const { out } = await millrace(at, ['runs', 'latest', '--json']);
    expect(JSON.parse(out)).toMatchObject({ outputs: [{ mode: 'merge', rows: 2 }] });
  });

  test('moves a row to another partition when its value changes', async () => {
    const at = await merging(`${BY_ID}      partition_by: [name]\n`);
    await merge(at, [
      [1, 'a', 1],
      [2, 'b', 1],
      [3, 'a/b %', 1],
    ]);
    await merge(at, [[1, 'b', 2]]);
    expect(await content(at)).toEqual([
      [1, 'b', 2],
      [2, 'b', 1],
      [3, 'a/b %', 1],
    ]);
  });

  test('counts rows that are the same once', async () => {
    const at = await merging(BY_ID);
    await merge(at, [
      [1, 'a', 1],
      [1, 'a', 1],
    ]);
    expect(await content(at)).toEqual([[1, 'a', 1]]);
  });

  test('takes the newest of several rows with one key', async () => {
    const at = await merging(IF_NEWER);
    await merge(at, [
      [1, 'old', 1],
      [1, 'new', 2],
      [1, 'undated', null],
      [1, 'new', 2],
    ]);
    expect(await content(at)).toEqual([[1, 'new', 2]]);
  });

  test.each([
    [
      'rows with one key that differ',
      BY_ID,
      [
        [1, 'a', 1],
        [1, 'b', 1],
      ],
      'MR4024',
      'id = 1',
    ],
    [
      'two that are newest',
      IF_NEWER,
      [
        [1, 'a', 2],
        [1, 'b', 2],
        [1, 'c', 1],
      ],
      'MR4024',
      'id = 1',
    ],
  ] as const)('stops for %s, and leaves the target', async (_, options, rows, code, key) => {
    const at = await merging(options);
    await merge(at, [[1, 'before', 0]]);
    const { code: exit, err } = await merge(at, rows);
    expect(exit).toBe(1);
    expect(err).toContain(code);
    expect(err).toContain(key);
    expect(await content(at)).toEqual([[1, 'before', 0]]);
  });

  test.each([
    ['null after null', null, null, 'old'],
    ['null after a value', 1, null, 'old'],
    ['a value after null', null, 1, 'new'],
    ['the same value', 1, 1, 'old'],
  ])('takes only what is newer: %s', async (_, before, after, kept) => {
    const at = await merging(IF_NEWER);
    await merge(at, [[1, 'old', before]]);
    await merge(at, [[1, 'new', after]]);
    expect(await content(at)).toEqual([[1, kept, kept === 'old' ? before : after]]);
  });

  test('stops for a null in the key', async () => {
    const at = await merging('      key: [id, at]\n');
    expect((await merge(at, [[1, 'a', null]])).err).toContain(
      'error[MR4025] a row has no key: id = 1, at = null',
    );
  });

  test('gives a new column to the old rows as null', async () => {
    const at = await merging(BY_ID);
    await merge(at, [[1, 'a', 1]]);
    await at.write({
      'pipeline.yaml': documentOf(BY_ID).replace(', types: { id: INTEGER, name: VARCHAR, at: INTEGER }', ''),
      'in.csv': 'id,name,at,city\n2,b,2,Rome\n',
    });
    expect((await millrace(at, ['run', 'pipeline.yaml'])).code).toBe(0);
    const { rows } = await query(`select id, city from '${at.path('gold/orders/*.parquet')}' order by 1`);
    expect(rows).toEqual([
      ['1', null],
      ['2', 'Rome'],
    ]);
  });

  test('refuses to lose a column or the digits of one before it runs', async () => {
    const at = await merging(BY_ID);
    await at.write({ 'pipeline.yaml': documentOf(BY_ID).replace('at: INTEGER', 'at: DOUBLE') });
    await merge(at, [[1, 'a', 1]]);
    await at.write({ 'pipeline.yaml': documentOf(BY_ID) });
    const types = await millrace(at, ['validate', 'pipeline.yaml']);
    expect(types.err).toContain('column "at" is DOUBLE in "gold://orders/", and INTEGER in the input');
    await at.write({
      'pipeline.yaml': documentOf(BY_ID).replace(', types: { id: INTEGER, name: VARCHAR, at: INTEGER }', ''),
      'in.csv': 'id,at\n1,1.5\n',
    });
    const column = await millrace(at, ['validate', 'pipeline.yaml']);
    expect(column.err).toContain('has a column "name" that the input lacks');
  });

  test.each([
    ['needs a key', '', '`merge` needs a `key`'],
    ['knows no key that is named twice', '      key: [id, ID]\n', 'differ only in case'],
    ['knows the columns of its key', '      key: di\n', 'did you mean "id"?'],
  ])('%s', async (_, options, message) => {
    const at = await merging(options);
    const { code, err } = await merge(at, [[1, 'a', 1]]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test('says that a key without a merge says nothing', async () => {
    const at = await project({
      'pipeline.yaml': documentOf(BY_ID).replace('mode: merge', 'mode: replace'),
      'in.csv': csv([]),
    });
    expect((await millrace(at, ['validate', 'pipeline.yaml'])).err).toContain('without `mode: merge`');
  });

  test('is held against a model, row by row', async () => {
    const row = fc.tuple(fc.nat(6), fc.constantFrom('a', 'b'), fc.option(fc.nat(3), { nil: null }));
    const loads = fc.array(fc.uniqueArray(row, { selector: ([id]) => id, maxLength: 5 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(loads, fc.boolean(), async (runs, newer) => {
        const at = await merging(newer ? IF_NEWER : BY_ID);
        const model = new Map<number, Row>();
        for (const rows of runs.filter(({ length }) => length > 0)) {
          expect((await merge(at, rows)).code).toBe(0);
          for (const next of rows) {
            const had = model.get(next[0]);
            if (!had || !newer || (next[2] ?? -1) > (had[2] ?? -1)) model.set(next[0], next);
          }
          expect(await content(at)).toEqual([...model.values()].toSorted(([a], [b]) => a - b));
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe('the record of a merge', () => {
  const mergesOf = async (at: Project): Promise<unknown> => {
    const { out } = await millrace(at, ['runs', 'latest', '--json']);
    return JSON.parse(out).merges;
  };

  test('says how many rows were added, replaced, left alone', async () => {
    const at = await merging(BY_ID);
    const old: readonly Row[] = Array.from({ length: 3000 }, (_, id) => [id, 'old', 1]);
    await merge(at, old);
    expect(await mergesOf(at)).toEqual([
      { node: 'out', in: 3000, added: 3000, replaced: 0, gone: 0, merged: 0, kept: 0 },
    ]);
    const more: readonly Row[] = Array.from({ length: 2500 }, (_, index) => [index + 1000, 'new', 2]);
    const { err } = await merge(at, [...more, [1000, 'new', 2]]);
    expect(err).toContain(
      'merge out: 2,501 rows: 500 added, 2,000 replaced, 1 the same or not newer, 1,000 left alone',
    );
    expect(await mergesOf(at)).toEqual([
      { node: 'out', in: 2501, added: 500, replaced: 2000, gone: 2000, merged: 1, kept: 1000 },
    ]);
    expect((await millrace(at, ['runs', 'latest'])).out).toContain('merge out: 2,501 rows: 500 added');
  });

  test('counts rows that are not newer, in partitions and with a contract too', async () => {
    const at = await merging(
      `${IF_NEWER}      partition_by: [name]\n    contract: { columns: { id: { max: 100 } } }\n`,
    );
    await merge(at, [
      [1, 'a', 5],
      [2, 'b', 5],
      [3, 'c', 5],
    ]);
    await merge(at, [
      [1, 'b', 6],
      [2, 'b', 4],
      [4, 'd', null],
      [999, 'd', 9],
    ]);
    expect(await mergesOf(at)).toEqual([
      { node: 'out', in: 3, added: 1, replaced: 1, gone: 1, merged: 1, kept: 2 },
    ]);
  });

  test('tells rows that replace from those that go, where the target had a key twice', async () => {
    const at = await merging(BY_ID, 'orders.parquet');
    await at.write({ 'gold/.keep': '' });
    await writeRows(
      at.path('gold', 'orders.parquet'),
      `select 1::integer as id, unnest(['a', 'twice']) as name, 1::integer as "at"`,
    );
    await merge(at, [
      [1, 'b', 2],
      [2, 'c', 2],
    ]);
    expect(await mergesOf(at)).toEqual([
      { node: 'out', in: 2, added: 1, replaced: 1, gone: 2, merged: 0, kept: 0 },
    ]);
  });
});
