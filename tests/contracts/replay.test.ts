import { describe, expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { query } from '../support/duckdb.js';
import { type Files, type Project, project } from '../support/project.js';

const head = `millrace: 1
pipeline: orders
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: read_csv
    with: { path: raw://orders.csv }
    contract:
      columns:
        id: { type: integer, required: true }
        amount: { type: "decimal(10,2)", min: 0 }
        day: { type: date }
`;

const writer = (config: string, from = 'orders', name = 'out'): string =>
  `  ${name}:\n    use: write_parquet\n    from: ${from}\n    with: { ${config} }\n`;

const appending = `${head}${writer('path: out://orders/, mode: append')}`;

const orders =
  'id,amount,day,note\n1,10.50,2026-01-02,\n2,"1,50",2026-01-03,"a ""b"""\n3,-7,2026-01-04,007\nx,1,2026-01-05,\n';

const ran = async (document = appending, files: Files = { 'orders.csv': orders }): Promise<Project> => {
  const at = await project({ 'pipeline.yaml': document, ...files });
  const { code, err } = await millrace(at, ['run', 'pipeline.yaml']);
  expect(code, err).toBe(0);
  return at;
};

const replay = (at: Project, ...words: readonly string[]) => millrace(at, ['quarantine', 'replay', ...words]);

const idOf = async (at: Project, run = 'latest'): Promise<string> => {
  const { out } = await millrace(at, ['runs', run, '--json']);
  return (JSON.parse(out) as { readonly runId: string }).runId;
};

const rows = async (at: Project, path: string, columns = '*'): Promise<readonly unknown[]> =>
  (await query(`select ${columns} from read_parquet('${at.path('out', path)}') order by all`)).rows;

const COMMA = ['--where', "amount like '%,%'", '--set', "amount=replace(amount, ',', '.')"] as const;

describe('millrace quarantine replay', () => {
  test('gives where the rows came from, where the node does', async () => {
    const document = appending.replace(
      'path: raw://orders.csv }',
      'path: raw://orders.csv, row_origin: true }',
    );
    const at = await ran(document);
    expect((await replay(at, 'latest', ...COMMA)).code).toBe(0);
    expect(await rows(at, 'orders/*.parquet', 'id, origin_file, origin_row::integer')).toEqual([
      [1, 'orders.csv', 1],
      [2, 'orders.csv', 2],
    ]);
  });

  test('puts chosen rows through, mended, from their node on', async () => {
    const at = await ran();
    const { code, err } = await replay(at, 'latest', ...COMMA);
    expect(code, err).toBe(0);
    expect(err).toContain('replays 1 row of "orders" from run');
    expect(await rows(at, 'orders/*.parquet')).toEqual([
      [1, '10.50', '2026-01-02', null],
      [2, '1.50', '2026-01-03', 'a "b"'],
    ]);
  });

  test('takes a row once, and says by which run', async () => {
    const at = await ran();
    const run = await idOf(at);
    await replay(at, run, ...COMMA);
    const taker = await idOf(at);
    const again = await replay(at, run, ...COMMA);
    expect(again.code).toBe(0);
    expect(again.err).toContain('replays 0 rows of "orders"');
    expect(again.err).toContain('1 row went in an earlier replay');
    expect(await rows(at, 'orders/*.parquet')).toHaveLength(2);
    expect((await millrace(at, ['quarantine', 'list', run])).out).toContain(
      `1 row of these replayed by run ${taker}`,
    );
    const shown = await millrace(at, ['quarantine', 'show', run]);
    expect(shown.out.match(/replayed by run/g)).toHaveLength(2);
    expect((await millrace(at, ['runs', taker])).out).toContain(`replays 1 row of "orders" from run ${run}`);
  });

  test('holds the rows against the contract of today; those that break it are in quarantine of the replay', async () => {
    const at = await ran();
    const { err } = await replay(at, 'latest', '--set', 'id=7');
    expect(err).toContain('contract orders: 3 rows, 1 passed, 2 in quarantine');
    expect(await rows(at, 'orders/*.parquet', 'id')).toEqual([[1], [7]]);
    await at.write({ 'pipeline.yaml': appending.replace(', min: 0', '') });
    const second = await replay(at, 'latest', '--where', "amount = '-7'");
    expect(second.err).toContain('1 passed');
    expect(await rows(at, 'orders/*.parquet', 'id')).toEqual([[1], [7], [7]]);
  });

  test.each([
    ['merges', 'path: out://orders/, mode: merge, key: id'],
    ['adds to a file', 'path: out://orders/all.parquet'],
    ['adds to a folder that a run replaces', 'path: out://orders/'],
    [
      'adds to partitions',
      'path: out://orders/, partition_by: [day], mode: replace_partitions, keep_partition_columns: true',
    ],
  ])('%s as the target asks for', async (_, config) => {
    const at = await ran(`${head}${writer(config)}`);
    const { code, err } = await replay(at, 'latest', ...COMMA);
    expect(code, err).toBe(0);
    expect(await rows(at, 'orders/**/*.parquet', 'id, amount')).toEqual([
      [1, '10.50'],
      [2, '1.50'],
    ]);
  });

  test('goes on through nodes that take row by row, and joins', async () => {
    const at = await ran(
      `${head}  notes:
    use: read_csv
    with: { path: raw://notes.csv }
  joined:
    use: join
    from: { o: orders, n: notes }
    with: { type: left, keys: [id], columns: [o.id, n.text] }
  kept:
    use: filter
    from: joined
    with:
      where: id < 100
${writer('path: out://kept/, mode: append', 'kept')}`,
      { 'orders.csv': orders, 'notes.csv': 'id,text\n1,one\n2,two\n' },
    );
    expect((await replay(at, 'latest', ...COMMA)).code).toBe(0);
    expect(await rows(at, 'kept/*.parquet')).toEqual([
      [1, 'one'],
      [2, 'two'],
    ]);
  });

  test('takes rows from the contract of a transform and of a writing node', async () => {
    const at =
      await ran(`${head.replace(', min: 0', '').replace('integer', 'varchar').replace('decimal(10,2)', 'varchar')}  numbered:
    use: derive
    from: orders
    with:
      columns:
        n: try_cast(id as integer)
    contract:
      columns: { n: { required: true } }
${writer('path: out://numbered/, mode: append', 'numbered')}    contract:
      columns: { n: { max: 2 } }
`);
    const run = await idOf(at);
    expect((await replay(at, run)).err).toContain('rows in quarantine: numbered, out');
    expect((await replay(at, run, 'numbered', '--set', 'n=9', '--set', "note='mended'")).err).toContain(
      '1 row',
    );
    expect((await replay(at, run, 'out', '--set', 'n=2')).code).toBe(0);
    expect(await rows(at, 'numbered/*.parquet', 'n, note')).toEqual([
      [1, null],
      [2, '007'],
      [2, 'a "b"'],
    ]);
  });

  test('gives nested values back as they were', async () => {
    const json =
      '{"id": 1, "who": {"name": "Ann", "tags": ["a", "b"]}, "at": "2026-01-01"}\n{"id": -1, "who": {"name": "B \\"x\\"", "tags": []}, "at": "2026-01-02"}\n';
    const document = `${head
      .replace('read_csv', 'read_json')
      .replace('orders.csv', 'orders.ndjson')
      .replace(
        / {6}columns:[\s\S]*/,
        '      columns: { id: { min: 0 } }\n',
      )}${writer('path: out://o/, mode: append')}`;
    const at = await ran(document, { 'orders.ndjson': json });
    expect((await replay(at, 'latest', '--set', 'id=2')).code).toBe(0);
    expect(await rows(at, 'o/*.parquet', 'id, who.name, who.tags::varchar, "at"::date::varchar')).toEqual([
      ['1', 'Ann', '[a, b]', '2026-01-01'],
      ['2', 'B "x"', '[]', '2026-01-02'],
    ]);
  });

  test('is not the last run that drift and offline checks go by', async () => {
    const at = await ran();
    await replay(at, 'latest', ...COMMA);
    const { out } = await (async () => {
      await millrace(at, ['run', 'pipeline.yaml']);
      return millrace(at, ['runs', 'latest', '--json']);
    })();
    expect(JSON.parse(out)).not.toHaveProperty('drift');
  });

  test.each([
    ['an unknown column in --where', ['--where', 'amuont = 1'], 'did you mean "amount"?'],
    ['an unknown column in --set', ['--set', 'amuont=1'], 'did you mean "amount"?'],
    ['SQL that does more', ['--where', "id in (select 1 from read_csv('x'))"], 'MR6004'],
    ['a condition that is none', ['--where', 'amount'], 'MR6004'],
  ])('refuses %s', async (_, words, message) => {
    const at = await ran();
    const { code, err } = await replay(at, 'latest', ...words);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test.each([
    [
      'aggregate',
      `${head}  sums:\n    use: aggregate\n    from: orders\n    with:\n      by: [day]\n      measures: { n: count(*) }\n${writer('path: out://sums/, mode: append', 'sums')}`,
      'needs all of its rows',
    ],
    [
      'a single CSV file',
      `${head}${writer('path: out://orders.csv').replace('write_parquet', 'write_csv')}`,
      'cannot add rows to the file out://orders.csv',
    ],
    [
      'nothing that is written',
      `${head}  enough:\n    use: check\n    from: orders\n    with: { rows: { min: 1 } }\n`,
      'nothing is written of "orders"',
    ],
  ])('refuses %s behind the node', async (_, document, message) => {
    const at = await ran(document);
    const { code, err } = await replay(at, 'latest');
    expect(code).toBe(2);
    expect(err).toContain('error[MR2012]');
    expect(err).toContain(message);
  });

  test('refuses rows of a run that published nothing', async () => {
    const document = appending
      .replace('        day:', '        note: { class: personal }\n        day:')
      .concat('');
    const at = await project({
      'pipeline.yaml': document.replace('      columns:', '      tolerate: { rows: 0 }\n      columns:'),
      'orders.csv': orders,
    });
    expect((await millrace(at, ['run', 'pipeline.yaml'])).code).toBe(3);
    const { code, err } = await replay(at, 'latest');
    expect(code).toBe(2);
    expect(err).toContain('published nothing (stopped)');
  });

  test('names the run whose rows are left where the latest is a replay itself', async () => {
    const at = await ran();
    const run = await idOf(at);
    await replay(at, 'latest', ...COMMA);
    const { code, err } = await replay(at, 'latest');
    expect(code).toBe(2);
    expect(err).toContain('has no rows in quarantine');
    expect(err).toContain(`\`millrace quarantine replay ${run} orders\``);
    expect((await millrace(at, ['quarantine', 'list'])).out).toContain(`replayed rows of run ${run}`);
  });

  test('finds the column of --set without regard to case', async () => {
    const at = await ran();
    expect((await replay(at, 'latest', '--where', "id = 'x'", '--set', 'ID=7')).code).toBe(0);
    expect(await rows(at, 'orders/*.parquet', 'id')).toEqual([[1], [7]]);
  });

  test('leaves out rows that went on without a value', async () => {
    const at = await ran(appending.replace('min: 0', 'min: 0, invalid_values: quarantine_value'));
    const { err } = await replay(at, 'latest', '--where', "amount = '-7'");
    expect(err).toContain('replays 0 rows');
  });
});
