import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { wire } from '../../src/app/index.js';
import type { RunRecord } from '../../src/kit/index.js';
import { renderReport } from '../../src/report/index.js';
import { millrace, type Seen } from '../support/cli.js';
import { writeRows } from '../support/duckdb.js';
import { type Project, project } from '../support/project.js';

const documentOf = (history: string, more = ''): string => `millrace: 1
pipeline: history
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: read_csv
    with: { path: raw://orders.csv }
    contract:
${history === '' ? '' : `      history: ${history}\n`}      columns:
        id: { type: integer }
        amount: { type: "decimal(10,2)" }
        ordered: { type: timestamp }
        salary: { type: integer, class: sensitive }
${more}  out:
    use: write_csv
    from: orders
    with: { path: out://orders.csv }
`;

/** Ends runs, and needs only three of them before. */
const FEW = '{ on_outlier: stop, least_runs: 3 }';

interface Delivery {
  readonly rows?: number;
  /** Of so many rows one has no amount. */
  readonly nulls?: number;
  readonly scale?: number;
  /** The day of January that the orders are of. */
  readonly ordered?: number;
}

const two = (value: number): string => String(value).padStart(2, '0');

const csvOf = (
  day: number,
  { rows = 200 + day, nulls = 100, scale = 1, ordered = day }: Delivery,
): string => {
  const line = (at: number): string => {
    const amount = at % nulls === nulls - 1 ? '' : (((at * 37) % 900) * scale + 0.5).toFixed(2);
    return `${day * 10_000 + at},${amount},2026-01-${two(ordered)} ${two(at % 24)}:00:00,${61_000 + at}`;
  };
  return `id,amount,ordered,salary\n${Array.from({ length: rows }, (_, at) => line(at)).join('\n')}\n`;
};

/** Runs the delivery of a day of January in the night after it. */
const runDay = async (
  at: Project,
  day: number,
  delivery: Delivery = {},
  words: readonly string[] = [],
): Promise<Seen> => {
  await at.write({ 'orders.csv': csvOf(day, delivery) });
  return millrace(at, ['run', 'pipeline.yaml', '--as-of', `2026-01-${two(day + 1)}T02:00:00Z`, ...words]);
};

const runDays = async (at: Project, days: number): Promise<void> => {
  for (let day = 1; day <= days; day += 1) {
    const { code, err } = await runDay(at, day);
    expect(code, err).toBe(0);
    expect(err).not.toContain('MR4039');
  }
};

const latest = ({ folder, path }: Project): Promise<RunRecord> =>
  wire({ cwd: folder }).createRunStore(path('.millrace')).read('latest');

const historyOf = ({ decisions = [] }: RunRecord) => decisions.filter(({ about }) => about === 'history');

const NULLS =
  /null share of amount is 33\.\d+ %; in the last 5 runs it was 0\.9\d? % to 1 % \(median 0\.9\d* %\)/;

describe('an input that is unlike those before', () => {
  test('stops the run before anything is published, and is no part of history', async () => {
    const at = await project({ 'pipeline.yaml': documentOf('stop') });
    await runDays(at, 5);
    const published = await at.bytes('out');
    const stopped = await runDay(at, 6, { nulls: 3 });
    expect(stopped.code).toBe(3);
    expect(stopped.err).toContain('error[MR4039] "orders" is unlike the runs before');
    expect(stopped.err).toMatch(NULLS);
    expect(stopped.err).toContain('pipeline.yaml:12:7');
    expect(await at.bytes('out')).toEqual(published);
    const record = await latest(at);
    expect([record.status, record.stages, record.outputs]).toEqual(['stopped', [], []]);
    expect(historyOf(record)).toMatchObject([
      { node: 'orders', column: 'amount', action: 'stop', files: ['orders.csv'] },
    ]);
    // The same again is held against the same five runs.
    const again = await runDay(at, 6, { nulls: 3 });
    expect([again.code, again.err]).toEqual([3, expect.stringMatching(NULLS)]);
    expect((await runDay(at, 6)).code).toBe(0);
  });

  test('gives a warning, shows in profile and report, and is part of history', async () => {
    const at = await project({ 'pipeline.yaml': documentOf('warn') });
    await runDays(at, 5);
    await at.write({ 'orders.csv': csvOf(6, { nulls: 3 }) });
    const profiled = await millrace(at, ['profile', 'pipeline.yaml', '--as-of', '2026-01-07T02:00:00Z']);
    expect(profiled.code).toBe(0);
    expect(profiled.out).toContain(
      '  proceed history of amount: goes on, with a warning\n    because null share',
    );
    expect(profiled.out).toMatch(NULLS);
    const warned = await runDay(at, 6, { nulls: 3 });
    expect(warned.code).toBe(0);
    expect(warned.err).toContain('warning[MR4039]');
    const record = await latest(at);
    expect(record.status).toBe('succeeded');
    expect(historyOf(record)).toMatchObject([{ column: 'amount', action: 'proceed' }]);
    expect(renderReport(record)).toMatch(NULLS);
    // Two runs with a warning, and it is as usual.
    expect((await runDay(at, 7, { nulls: 3 })).err).toContain('in the last 6 runs');
    expect((await runDay(at, 8, { nulls: 3 })).err).not.toContain('MR4039');
  });

  test.each<[string, Delivery, RegExp]>([
    ['rows', { rows: 20 }, /number of rows is 20; in the last 3 runs it was 201 to 203 \(median 202\)/],
    ['a range', { scale: 100 }, /greatest value of amount is 89\d{3}\.5; in the last 3 runs it was 8\d\d\.5/],
    [
      'freshness',
      { ordered: 1 },
      /age of the newest moment is 3\.\d+ days; in the last 3 runs it was 3 hours/,
    ],
  ])('by %s', async (_, delivery, message) => {
    const at = await project({ 'pipeline.yaml': documentOf(FEW) });
    await runDays(at, 3);
    const { code, err } = await runDay(at, 4, delivery);
    expect([code, err]).toEqual([3, expect.stringMatching(message)]);
    expect(err.match(/MR4039/g)).toHaveLength(1);
  });

  test('is accepted for once and for all', async () => {
    const at = await project({ 'pipeline.yaml': documentOf('stop') });
    await runDays(at, 5);
    expect((await runDay(at, 6, { nulls: 3 })).code).toBe(3);
    const accepted = await runDay(at, 6, { nulls: 3 }, ['--accept-history']);
    expect([accepted.code, accepted.err]).toEqual([0, expect.not.stringContaining('MR4039')]);
    expect(historyOf(await latest(at))).toMatchObject([
      { column: 'amount', action: 'proceed', chosen: expect.stringContaining('accepted') },
    ]);
    for (const day of [7, 8, 9, 10]) expect((await runDay(at, day, { nulls: 3 })).code).toBe(0);
    // Five runs are as was accepted: what was usual before is not any more.
    const back = await runDay(at, 11, { nulls: 100_000 });
    expect([back.code, back.err]).toEqual([
      3,
      expect.stringContaining('null share of amount is 0 %; in the last 5 runs'),
    ]);
  });
});

describe('history', () => {
  test('of fewer runs than are asked for says nothing', async () => {
    const at = await project({ 'pipeline.yaml': documentOf(FEW) });
    await runDays(at, 2);
    expect((await runDay(at, 3, { rows: 10 })).code).toBe(0);
    expect((await runDay(at, 4, { rows: 3000 })).code).toBe(3);
  });

  test('is of the columns that are asked for', async () => {
    const at = await project({
      'pipeline.yaml': documentOf('{ on_outlier: stop, least_runs: 3, columns: [id] }'),
    });
    await runDays(at, 3);
    expect((await runDay(at, 4, { nulls: 3 })).code).toBe(0);
  });

  test('keeps no values of classified columns, and nothing where it is not asked for', async () => {
    const at = await project({ 'pipeline.yaml': documentOf('warn') });
    await runDays(at, 1);
    const record = await latest(at);
    const columns = record.inputs[0]?.measures?.columns ?? [];
    expect(columns.map(({ name }) => name)).toEqual(['id', 'amount', 'ordered', 'salary']);
    expect(columns.find(({ name }) => name === 'salary')).toEqual({
      name: 'salary',
      nullShare: 0,
      distinct: 201,
    });
    expect(columns.find(({ name }) => name === 'id')).toMatchObject({ least: 10_000, greatest: 10_200 });
    expect(record.inputs[0]?.measures).toMatchObject({ rows: 201, counted: 201, isExact: true });
    expect(JSON.stringify(record.inputs)).not.toMatch(/610\d\d/);
    const without = await project({ 'pipeline.yaml': documentOf('') });
    await runDays(without, 1);
    expect((await latest(without)).inputs[0]).not.toHaveProperty('measures');
  });

  test('keeps no range of numbers that seem to be personal, though no contract says so', async () => {
    // Card numbers for tests that payment services publish.
    const cards = ['4111111111111111', '4242424242424242', '5555555555554444', '5105105105105100'];
    const at = await project({
      'pipeline.yaml': documentOf('warn').replace(
        /columns:\n( {8}.*\n)+/,
        'columns: { id: { type: integer } }\n',
      ),
      'orders.csv': `id,card_number\n${cards.map((card, index) => `${index},${card}`).join('\n')}\n`,
    });
    const { code, err } = await millrace(at, ['run', 'pipeline.yaml']);
    expect(code, err).toBe(0);
    const { inputs } = await latest(at);
    expect(inputs[0]?.columns).toContainEqual({ name: 'card_number', type: 'BIGINT' });
    const measures = inputs[0]?.measures?.columns ?? [];
    expect(measures.find(({ name }) => name === 'card_number')).toEqual({
      name: 'card_number',
      nullShare: 0,
      distinct: 4,
    });
  });

  test('of many columns', async () => {
    const names = Array.from({ length: 200 }, (_, at) => `c${at}`);
    const lines = (rows: number): string =>
      Array.from({ length: rows }, (_, row) => names.map((_, at) => row * (at + 1)).join(',')).join('\n');
    const at = await project({
      'pipeline.yaml': documentOf(FEW).replace(
        /columns:\n( {8}.*\n)+/,
        'columns: { c0: { type: integer } }\n',
      ),
    });
    const run = async (rows: number, scale = ''): Promise<Seen> => {
      await at.write({ 'orders.csv': `${names.join(',')}\n${lines(rows)}${scale}\n` });
      return millrace(at, ['run', 'pipeline.yaml']);
    };
    for (const rows of [100, 101, 102]) expect((await run(rows)).code).toBe(0);
    const { code, err } = await run(100, '99');
    expect([code, err.match(/MR4039/g)]).toEqual([3, ['MR4039']]);
    expect(err).toMatch(/greatest value of c199 is 1980099; in the last 3 runs it was 19800 to 20200/);
  });

  test('ends with what is erased', async () => {
    const at = await project({ 'pipeline.yaml': documentOf('warn') });
    await runDays(at, 1);
    const erased = await millrace(at, ['clean', '--erase', 'id=10000']);
    expect(erased.code, erased.err).toBe(0);
    const columns = (await latest(at)).inputs[0]?.measures?.columns ?? [];
    expect(columns.find(({ name }) => name === 'id')).toEqual({ name: 'id', nullShare: 0, distinct: 201 });
    expect(columns.find(({ name }) => name === 'amount')).toHaveProperty('least');
  });

  test('has types as the contract has them: text that is no number counts as missing', async () => {
    const at = await project({ 'pipeline.yaml': documentOf(FEW) });
    await runDays(at, 3);
    await at.write({ 'orders.csv': csvOf(4, {}).replaceAll(/,\d+\.50,/g, ',unknown,') });
    const { err } = await millrace(at, ['run', 'pipeline.yaml', '--as-of', '2026-01-05T02:00:00Z']);
    expect(err).toContain('null share of amount is 100 %');
  });

  test('has ranges of text that a semantic type repairs', async () => {
    const money = documentOf(FEW).replace('"decimal(10,2)"', 'money, normalise: true');
    const at = await project({ 'pipeline.yaml': money });
    const run = async (day: number, factor: number): Promise<Seen> => {
      const text = csvOf(day, {}).replaceAll(
        /,(\d+\.50),/g,
        (_, amount: string) => `,$${Number(amount) * factor},`,
      );
      await at.write({ 'orders.csv': text });
      return millrace(at, ['run', 'pipeline.yaml', '--as-of', `2026-01-${two(day + 1)}T02:00:00Z`]);
    };
    for (const day of [1, 2, 3]) expect((await run(day, 1)).code).toBe(0);
    const { code, err } = await run(4, 100);
    expect([code, err]).toEqual([
      3,
      expect.stringMatching(/greatest value of amount is 89\d{3}; in the last 3 runs/),
    ]);
  });

  test('is kept of each node whose contract asks for it', async () => {
    const more = `  others:
    use: read_csv
    with: { path: raw://others.csv }
    contract: { columns: { id: { type: integer } } }
  more:
    use: write_csv
    from: others
    with: { path: out://others.csv }
`;
    const at = await project({ 'pipeline.yaml': documentOf('warn', more), 'others.csv': 'id,x\n1,2\n' });
    await runDays(at, 1);
    const { inputs } = await latest(at);
    expect(inputs.map(({ node, measures }) => [node, measures?.rows])).toEqual([
      ['orders', 201],
      ['others', undefined],
    ]);
  });

  test('counts rows in the run where nothing tells before how many there are', async () => {
    const gzipped = documentOf(FEW).replace('orders.csv }', 'orders.csv.gz }');
    const at = await project({ 'pipeline.yaml': gzipped });
    const noise = (at: number): string =>
      Array.from({ length: 8 }, (_, part) =>
        Math.abs(Math.sin(at * 8 + part))
          .toString(36)
          .slice(2),
      ).join('');
    const write = (rows: number): Promise<void> =>
      at.write({
        'orders.csv.gz': gzipSync(
          `id,amount,ordered,salary,text\n${Array.from({ length: rows }, (_, index) => `${index},1.5,2026-01-01,1,${noise(index)}\n`).join('')}`,
        ),
      });
    const run = (): Promise<Seen> =>
      millrace(at, ['run', 'pipeline.yaml', '--as-of', '2026-01-02T02:00:00Z']);
    await write(13_000);
    for (let times = 0; times < 3; times += 1) expect((await run()).code).toBe(0);
    expect((await latest(at)).inputs[0]?.measures).not.toHaveProperty('rows');
    await write(60_000);
    const { code, err } = await run();
    expect([code, err]).toEqual([
      3,
      expect.stringContaining('number of rows is 60,000; in the last 3 runs it was 13,000'),
    ]);
    expect(historyOf(await latest(at))).toMatchObject([{ action: 'stop' }]);
    expect((await run()).code).toBe(3);
    expect((await millrace(at, ['run', 'pipeline.yaml', '--accept-history'])).code).toBe(0);
    expect((await run()).code).toBe(0);
  });

  test('of Parquet', async () => {
    const at = await project({
      'pipeline.yaml': documentOf(FEW)
        .replace('read_csv', 'read_parquet')
        .replace('orders.csv }', 'orders.parquet }'),
    });
    const write = (rows: number): Promise<void> =>
      writeRows(
        at.path('orders.parquet'),
        `select range::integer as id, 1.5::decimal(10,2) as amount, timestamp '2026-01-01' as ordered, 1::integer as salary from range(${rows})`,
      );
    const run = (): Promise<Seen> =>
      millrace(at, ['run', 'pipeline.yaml', '--as-of', '2026-01-02T02:00:00Z']);
    await write(100_000);
    for (let times = 0; times < 3; times += 1) expect((await run()).code).toBe(0);
    await write(10_000);
    const { code, err } = await run();
    expect([code, err]).toEqual([
      3,
      expect.stringContaining('number of rows is 10,000; in the last 3 runs it was 100,000'),
    ]);
  });
});

describe('a document', () => {
  test('with history on a node that does not read is refused with its place', async () => {
    const at = await project({
      'pipeline.yaml': documentOf('').replace(
        '  out:\n    use: write_csv\n',
        '  out:\n    use: write_csv\n    contract: { history: warn }\n',
      ),
      'orders.csv': csvOf(1, {}),
    });
    const { code, err } = await millrace(at, ['validate', 'pipeline.yaml']);
    expect(code).toBe(2);
    expect(err).toContain('`history` cannot stand here: only what reading nodes read');
    expect(err).toMatch(/pipeline\.yaml:\d+:26/);
  });

  test.each([
    ['sometimes', 'history'],
    ['{ runs: 3 }', '`least_runs` must not be more than `runs`'],
    ['{ columns: [amont] }', 'did you mean "amount"?'],
  ])('with history: %s is refused', async (history, message) => {
    const at = await project({ 'pipeline.yaml': documentOf(history), 'orders.csv': csvOf(1, {}) });
    const { code, err } = await millrace(at, ['validate', 'pipeline.yaml']);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});
