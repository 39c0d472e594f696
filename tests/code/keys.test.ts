import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { runPipeline } from '../../src/app/index.js';
import { wire } from '../../src/app/wire.js';
import { query } from '../support/duckdb.js';
import type { Project } from '../support/project.js';
import { type CodePipeline, codeProject } from './code.js';

/** Keys of more than a thousand rows are apart, in ranges of 300 rows. */
const SMALL = { giant: 1000, range: 300 };
/** Ways to share rows out: nothing of it may be seen in a result. */
const WAYS = [
  [1, { ...SMALL, partition: 1_000_000_000, buckets: 1 }],
  [2, { ...SMALL, partition: 16_000_000, buckets: 16 }],
  [2, { ...SMALL, partition: 10_000, buckets: 7 }],
] as const;
const UNCUT = [1, { giant: 1_000_000, range: 250_000, partition: 16_000_000, buckets: 16 }] as const;

type Way = (typeof WAYS)[number] | typeof UNCUT;

const rowsOf = (rows: number, key: (at: number) => string): string =>
  `id,key,g,n,d\n${Array.from({ length: rows }, (_, at) => `${at},${key(at)},${at % 2},${(at * 7919) % 1009},${(((at * 7919) % 1009) / 7).toFixed(13)}`).join('\n')}\n`;

/** Nine of ten rows are of one key. */
const skewed = (at: number): string => (at % 10 === 0 ? `k${at % 97}` : 'giant');
const ROWS = rowsOf(5000, skewed);

const run = async (at: Project, [threads, sharing]: Way) => {
  const { record, folder } = await runPipeline(wire({ cwd: at.folder, sharing }), 'pipeline.yaml', {
    threads,
  });
  const rows =
    record.outputs.length === 0
      ? []
      : (await query(`select columns(*)::varchar from '${at.path('out/made.parquet')}' order by all`)).rows;
  const errors = record.problems.map(({ code, message, notes }) =>
    [`[${code}] ${message}`, ...notes].join(' | '),
  );
  return { record, folder, rows, errors, skew: record.decisions?.find(({ about }) => about === 'skew') };
};

const made = async (pipeline: CodePipeline, way: Way = WAYS[1]) => run(await codeProject(pipeline), way);

const columns = `id: 'bigint', key: 'varchar', g: 'bigint', n: 'bigint', d: 'double'`;
const aggregate = (by: string, inner: string, writes: string): string =>
  `{ reads: { ${columns} }, writes: { ${writes} }, aggregate: { by: ${by}, ${inner} } }`;

/** Whole numbers, a set, and a sum of floating point. */
const summed = (by: string): string =>
  aggregate(
    by,
    `init: () => ({ total: 0n, rows: 0, seen: new Set() }),
     update: (state, { n }, rows) => {
       for (let row = 0; row < rows; row += 1) { state.total += n.values[row]; state.seen.add(n.values[row]); }
       state.rows += rows;
       return state;
     },
     merge: (a, b) => ({ total: a.total + b.total, rows: a.rows + b.rows, seen: new Set([...a.seen, ...b.seen]) }),
     finish: ({ total, rows, seen }) => ({ total, rows, seen: seen.size }),`,
    `total: 'bigint', rows: 'integer', seen: 'integer'`,
  );

const floating = (by: string): string =>
  aggregate(
    by,
    `init: () => 0, update: (all, { d }, rows) => { let sum = all; for (let row = 0; row < rows; row += 1) sum += d.values[row]; return sum; },
     merge: (a, b) => a + b, finish: (sum) => ({ sum }),`,
    `sum: 'double'`,
  );

describe('an aggregate over skewed keys', () => {
  test.each([
    ['one giant key among many', ROWS, `['key']`, '1 key by range in 15 partitions, merged'],
    [
      'two giant keys, null one of them',
      rowsOf(5000, (at) => ['a', '', '', 'b', 'b'][at % 5] ?? ''),
      `['key']`,
      '2 keys by range in 14 partitions, merged',
    ],
    ['one key alone', rowsOf(2000, () => 'one'), `['key']`, '1 key by range in 7 partitions, merged'],
    ['a key of two columns', ROWS, `['key', 'g']`, '2 keys by range in 16 partitions, merged'],
    ['no key at all', ROWS, '[]', 'all rows by range in 17 partitions, merged'],
  ])('%s: cuts it, and gives what SQL gives', async (_, rows, by, chosen) => {
    const at = await codeProject({ rows, transform: summed(by) });
    const keys = by.replace(/[[\]']/g, '');
    const expected = await query(
      `select columns(*)::varchar from (select ${keys ? `${keys},` : ''} sum(n)::bigint, count(*), count(distinct n) from read_csv('${at.path('rows.csv')}') group by all) order by all`,
    );
    for (const way of [...WAYS, UNCUT]) {
      const { skew, rows: found, errors } = await run(at, way);
      expect(errors).toEqual([]);
      expect(found).toEqual(expected.rows);
      expect(skew?.chosen).toBe(way === UNCUT ? undefined : chosen);
    }
  });

  test('tells why, on record', async () => {
    const { skew } = await made({ rows: ROWS, transform: summed(`['key']`) });
    expect(skew).toEqual({
      about: 'skew',
      node: 'made',
      files: [],
      action: 'adapt',
      chosen: '1 key by range in 15 partitions, merged',
      evidence: 'the largest key has 4,500 of 5,000 rows; more than 1,000 are kept apart',
      alternatives: [],
    });
  });

  test.each([`['key']`, '[]'])('sums of floating point are the same to the last digit, by %s', async (by) => {
    const at = await codeProject({ rows: ROWS, transform: floating(by) });
    const results = [];
    for (const way of WAYS) results.push((await run(at, way)).rows);
    expect(results[0]?.length).toBeGreaterThan(0);
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  test('one key is put through by two processes', async () => {
    const transform = summed(`['key']`).replace(
      'update: (state, { n }, rows) => {',
      `$& console.log('by', process.pid);`,
    );
    const at = await codeProject({ rows: rowsOf(2000, () => 'one'), transform });
    const { folder, errors } = await run(at, WAYS[1]);
    expect(errors).toEqual([]);
    const printed = await readFile(`${folder}/code/s1/prints.txt`, 'utf8');
    expect(new Set(printed.match(/by \d+/g)).size).toBe(2);
  });

  test.each([
    [`['key']`, []],
    ['[]', [['0', '0', '0']]],
  ])('of no rows, by %s, gives what it gives without', async (by, expected) => {
    const at = await codeProject({ rows: ROWS, transform: summed(by) });
    const text = await at.read('pipeline.yaml');
    await at.write({
      'pipeline.yaml': text
        .replace('    from: rows\n', '    from: none\n')
        .replace(
          '  made:\n',
          '  none:\n    use: filter\n    from: rows\n    with: { where: id < 0 }\n  made:\n',
        ),
    });
    for (const way of WAYS) {
      const { rows, errors, skew } = await run(at, way);
      expect([errors, skew]).toEqual([[], undefined]);
      expect(rows).toEqual(expected);
    }
  });
});

describe('what goes wrong in a part of a giant key', () => {
  // Rows of the key come by their other columns: those with an id from 400 on are in its second range.
  const late = `if (key.values[0] === 'giant' && id.values.some((one) => one === 400n)) throw new Error('no 400');`;
  const throwing = summed(`['key']`)
    .replace('update: (state, { n }, rows) => {', `update: (state, { n, id, key }, rows) => { ${late}`)
    .replace(`{ ${columns} }`, `{ key: 'varchar', id: 'bigint', n: 'bigint' }`);
  const rows = rowsOf(3000, (at) => (at % 10 === 0 ? `k${at % 70}` : 'giant')).replace(
    /^400,k50/m,
    '400,giant',
  );

  test('a throw is of the key: the row of that goes to quarantine, the others stay', async () => {
    const results = [];
    for (const way of [...WAYS, UNCUT]) {
      const { record, rows: found } = await made(
        { rows, transform: throwing, contract: '{ columns: { key: { required: true } } }' },
        way,
      );
      expect(record.status).toBe('succeeded');
      expect(record.contracts?.[0]).toMatchObject({ in: 8, passed: 7, quarantined: 1 });
      results.push(found);
    }
    for (const found of results) expect(found).toEqual(results[0]);
  });

  test('and fails the run where no contract takes it', async () => {
    const { errors } = await made({ rows, transform: throwing });
    expect(errors).toEqual([
      expect.stringMatching(
        /^\[MR5003\] the function of "made" threw for at least 1 row \| Error: no 400 \(made\.ts:\d+:\d+\), for key = "giant"$/,
      ),
    ]);
  });

  test('a throw of `merge` or of `finish` is of the key too', async () => {
    const merging = summed(`['key']`).replace(
      'merge: (a, b) => (',
      `merge: (a, b) => a.rows + b.rows > 700 ? (() => { throw new Error('too many'); })() : (`,
    );
    expect((await made({ rows, transform: merging })).errors.join()).toContain('Error: too many');
    const finishing = summed(`['key']`).replace(
      '({ total, rows, seen: seen.size })',
      `{ if (rows > 2000) throw new Error('too much'); return { total, rows, seen: seen.size }; }`,
    );
    const { errors } = await made({ rows, transform: finishing });
    expect(errors.join()).toContain('[MR5003]');
    expect(errors.join()).toContain('Error: too much');
  });

  const mean = aggregate(
    `['key']`,
    `init: () => ({ mean: 0, rows: 0 }),
     update: (s, { d }, rows) => { let sum = s.mean * s.rows; for (let row = 0; row < rows; row += 1) sum += d.values[row]; const all = s.rows + rows; return { mean: sum / all, rows: all }; },
     merge: (a, b) => ({ mean: (a.mean + b.mean) / 2, rows: a.rows + b.rows }), finish: ({ mean }) => ({ mean }),`,
    `mean: 'double'`,
  );
  const withState = (init: string, update: string, merge = 'a'): string =>
    aggregate(
      `['key']`,
      `init: () => (${init}), update: ${update}, merge: (a, b) => ${merge}, finish: () => ({ m: 1 }),`,
      `m: 'integer'`,
    );

  test.each([
    ['a mean of means', mean, 'MR5005', 'in parts that were merged'],
    [
      'a state with a function',
      withState('{ sketch: { add: () => 1 } }', '(s) => s'),
      'MR5004',
      'the state holds a function, which cannot travel between processes: state.sketch.add',
    ],
    [
      'a state of a class',
      withState('new (class Sketch { size = 0 })()', '(s) => s'),
      'MR5004',
      'the state holds an object of class Sketch, which cannot travel between processes: state',
    ],
    [
      'a class deep in a state',
      withState(`new Map([['a', [new (class Sketch {})()]]])`, '(s) => s'),
      'MR5004',
      'state.get("a")[0]',
    ],
    [
      'a state that cannot travel in the end',
      withState(
        '{ rows: 0 }',
        '(s, _, rows) => { const all = s.rows + rows; return all > 600 || s.late ? { rows: all, late: () => 1 } : { rows: all }; }',
      ),
      'MR5004',
      'the state cannot travel between processes',
    ],
    ['an `update` that gives nothing', withState('{}', '() => {}'), 'MR5004', '`update` gave no state'],
    [
      'a `merge` that gives nothing',
      withState('{}', '(s) => s', 'undefined'),
      'MR5004',
      '`merge` gave no state',
    ],
    ['a promise for a state', withState('{}', '(s) => Promise.resolve(s)'), 'MR5004', 'it gave a promise'],
  ])('%s is told', async (_, transform, code, message) => {
    // Ranges are larger here than what is tried of each.
    const { errors, record } = await made({ rows, transform }, [2, { ...WAYS[1][1], range: 900 }]);
    expect(record.status).toBe('failed');
    expect(errors.join()).toContain(`[${code}]`);
    expect(errors.join()).toContain(message);
  });
});

describe('a state in order over skewed keys', () => {
  const running = `{ reads: { ${columns} }, writes: { total: 'bigint' }, partitioned: {
    by: ['key'], order: ['id'], start: () => ({ total: 0n }),
    map: ({ n }, rows, state) => ({ total: Array.from({ length: rows }, (_, row) => (state.total += n.values[row])) }),
  } }`;

  test('has a partition of its own for a giant key, and gives what SQL gives', async () => {
    const at = await codeProject({ rows: ROWS, transform: running });
    const expected = await query(
      `select columns(*)::varchar from (select id, key, g, n, d, sum(n) over (partition by key order by id)::bigint from read_csv('${at.path('rows.csv')}')) order by all`,
    );
    for (const way of [...WAYS, UNCUT]) {
      const { rows, errors, skew } = await run(at, way);
      expect(errors).toEqual([]);
      expect(rows).toEqual(expected.rows);
      expect(skew?.chosen).toBe(way === UNCUT ? undefined : '1 key in a partition each, begun first');
    }
  });

  test('of all rows is one partition, however many they are', async () => {
    const { rows, skew, errors } = await made({
      rows: ROWS,
      transform: running.replace(`by: ['key']`, 'by: []'),
    });
    expect([errors, skew]).toEqual([[], undefined]);
    expect(rows).toHaveLength(5000);
  });
});

test('times that are infinite are of one key with null, as the function sees them', async () => {
  const { rows } = await made(
    {
      rows: 'd,n\n-infinity,1\n2024-01-01,2\n,4\ninfinity,8\n2024-01-01,16\n',
      transform: `{ reads: { d: 'date', n: 'bigint' }, writes: { total: 'bigint' }, aggregate: {
      by: ['d'], init: () => ({ total: 0n }),
      update: (state, { n }, rows) => ({ total: Array.from({ length: rows }, (_, row) => n.values[row]).reduce((a, b) => a + b, state.total) }),
      merge: (a, b) => ({ total: a.total + b.total }), finish: (state) => state,
    } }`,
      files: {
        'pipeline.yaml': `millrace: 1
pipeline: made
resources: { stores: { raw: { folder: . }, out: { folder: ./out } } }
nodes:
  rows: { use: read_csv, with: { path: raw://rows.csv, types: { d: DATE, n: BIGINT } } }
  made: { use: code, from: rows, with: { module: ./made.ts } }
  out: { use: write_parquet, from: made, with: { path: out://made.parquet } }
`,
      },
    },
    [2, WAYS[1][1]],
  );
  expect(rows).toEqual([
    ['2024-01-01', '18'],
    [null, '13'],
  ]);
});
