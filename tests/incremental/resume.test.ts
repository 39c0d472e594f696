import { readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type RunOptions, runPipeline, wire } from '../../src/app/index.js';
import type { RunEvent, RunRecord } from '../../src/kit/index.js';
import { millrace } from '../support/cli.js';
import { query } from '../support/duckdb.js';
import { type Project, project } from '../support/project.js';

/** Two kept nodes, one behind the other, a contract, a check and two outputs. */
const document = (changes: Readonly<Record<string, string>> = {}): string =>
  Object.entries(changes).reduce(
    (text, [from, to]) => {
      expect(text).toContain(from);
      return text.replaceAll(from, to);
    },
    `millrace: 1
pipeline: resuming
params:
  least: { type: integer, default: 0 }
resources:
  stores:
    raw: { folder: ./data }
    out: { folder: ./out }
nodes:
  orders:
    use: read_csv
    with: { path: raw://orders.csv }
    contract:
      columns: { id: { type: integer, max: 9 }, amount: { type: "decimal(10,2)" } }
  people: { use: read_csv, with: { path: raw://people.csv } }
  large: { use: filter, from: orders, with: { where: amount >= $least } }
  named:
    use: join
    from: { o: large, p: people }
    with: { keys: { person: name }, columns: [o.*, p.town] }
  sorted: { use: sort, from: named, with: { by: [id] } }
  towns: { use: aggregate, from: sorted, with: { by: [town], measures: { orders: count(*) } } }
  ordered: { use: sort, from: towns, with: { by: [town] } }
  enough: { use: check, from: sorted, with: { rows: { min: 1 } } }
  all: { use: write_csv, from: sorted, with: { path: out://all.csv } }
  by_town: { use: write_parquet, from: ordered, with: { path: out://towns.parquet } }
`.replaceAll(/\ball:/g, 'every:'),
  );

const files = {
  'pipeline.yaml': document(),
  'data/orders.csv': 'id,person,amount\n1,Ada,10\n2,Ada,20\n3,Grace,5\n12,Grace,1\n',
  'data/people.csv': 'name,town\nAda,London\nGrace,New York\n',
};

interface Ran {
  readonly record: RunRecord;
  readonly folder: string;
  /** The nodes that the stages ended with which were done, and those whose results were taken over. */
  readonly done: readonly string[];
  readonly reused: readonly string[];
}

const run = async ({ folder: cwd }: Project, options: RunOptions = {}): Promise<Ran> => {
  const events: RunEvent[] = [];
  const onEvent = (event: RunEvent): void => void events.push(event);
  const { record, folder } = await runPipeline(wire({ cwd }), 'pipeline.yaml', { ...options, onEvent });
  const endOf = (stage: string): string => {
    const found =
      record.cache?.find((each) => each.stage === stage) ?? record.stages.find(({ id }) => id === stage);
    return found?.nodes.at(-1) ?? stage;
  };
  return {
    record,
    folder,
    done: events.flatMap((event) => (event.type === 'stage_started' ? endOf(event.stage) : [])).toSorted(),
    reused: events.flatMap((event) => (event.type === 'stage_reused' ? endOf(event.stage) : [])).toSorted(),
  };
};

const afterOrders = ['by_town', 'enough', 'every', 'sorted'];
const everyStage = ['by_town', 'enough', 'every', 'orders', 'sorted'];

const hashesIn = ({ outputs }: RunRecord) =>
  outputs.map(({ node, rows, rowHash, sha256 }) => ({ node, rows, rowHash, sha256 }));

const kept = async (): Promise<Project> => {
  const at = await project(files);
  const { record, done, reused } = await run(at, { checkpoint: true });
  expect([record.status, done, reused]).toEqual(['succeeded', everyStage, []]);
  return at;
};

/** What a run from scratch gives in a folder of its own. */
const scratch = async (at: Project, options: RunOptions = {}): Promise<RunRecord> => {
  const other = await project();
  for (const name of ['pipeline.yaml', 'data/orders.csv', 'data/people.csv']) {
    await other.write({ [name]: await at.read(name) });
  }
  return (await run(other, options)).record;
};

test('does nothing again where nothing has changed, and gives the same', async () => {
  const at = await kept();
  const { record, done, reused } = await run(at, { resume: true });
  expect([record.status, done, reused]).toEqual(['succeeded', [], everyStage]);
  expect(hashesIn(record)).toEqual(hashesIn(await scratch(at)));
});

test('goes on after a check has failed: what was finished is not done again', async () => {
  const at = await project({ ...files, 'pipeline.yaml': document({ 'min: 1': 'min: 100' }) });
  const first = await run(at, { checkpoint: true });
  expect([first.record.status, first.done]).toEqual(['stopped', ['enough', 'orders', 'sorted']]);
  await at.write({ 'pipeline.yaml': document() });
  const { record, done, reused } = await run(at, { resume: true });
  expect([record.status, reused, done]).toEqual([
    'succeeded',
    ['orders', 'sorted'],
    ['by_town', 'enough', 'every'],
  ]);
  const fresh = await scratch(at);
  expect(hashesIn(record)).toEqual(hashesIn(fresh));
  expect(record.resumes).toBe(first.record.runId);
  expect(await at.read('out/all.csv')).toContain('3,Grace,5.00,New York');
});

test('carries the counts and the quarantine of contracts over', async () => {
  const at = await kept();
  const first = (await run(at, { resume: true, checkpoint: true })).record;
  const { record, folder } = await run(at, { resume: true });
  expect(record.contracts).toEqual(first.contracts);
  expect(record.contracts).toEqual((await scratch(at)).contracts);
  expect(record.contracts).toMatchObject([{ node: 'orders', in: 4, passed: 3, quarantined: 1 }]);
  const { rows } = await query(`select original from '${join(folder, 'quarantine/orders.parquet')}'`);
  expect(rows).toHaveLength(1);
  expect(rows[0]?.[0]).toContain('12');
  const shown = await millrace(at, ['quarantine', 'show', record.runId]);
  expect(shown.out + shown.err).toContain('12');
});

describe('of what has changed, what depends on it is done again, and the rest is not', () => {
  const changed: readonly (readonly [
    string,
    (at: Project) => Promise<RunOptions>,
    readonly string[],
    string,
  ])[] = [
    [
      'an output of the document',
      async (at) => {
        await at.write({
          'pipeline.yaml': document({ 'out://all.csv }': 'out://all.csv, delimiter: ";" }' }),
        });
        return {};
      },
      ['every'],
      'document: node "every" changed',
    ],
    [
      'a node of the document before an output',
      async (at) => {
        await at.write({ 'pipeline.yaml': document({ 'count(*)': 'count(id)' }) });
        return {};
      },
      ['by_town'],
      'document: node "towns" changed',
    ],
    [
      'a node that all depends on',
      async (at) => {
        await at.write({ 'pipeline.yaml': document({ 'amount >= $least': 'amount > $least' }) });
        return {};
      },
      afterOrders,
      'document: node "large" changed',
    ],
    [
      'a contract',
      async (at) => {
        await at.write({ 'pipeline.yaml': document({ 'max: 9': 'max: 99' }) });
        return {};
      },
      everyStage,
      'document: node "orders" changed',
    ],
    [
      'a file',
      async (at) => {
        await at.write({ 'data/people.csv': 'name,town\nAda,Paris\nGrace,New York\n' });
        return {};
      },
      afterOrders,
      'input: raw://people.csv changed',
    ],
    [
      'only the time of a file',
      async (at) => {
        await utimes(at.path('data/orders.csv'), new Date(), new Date('2030-01-01'));
        return {};
      },
      everyStage,
      'input: raw://orders.csv changed',
    ],
    ['a parameter', async () => ({ params: { least: '6' } }), afterOrders, 'parameter: $least changed'],
  ];

  test.each(changed)('%s', async (_, change, redone, why) => {
    const at = await kept();
    const options = await change(at);
    const { record, done } = await run(at, { ...options, resume: true });
    expect([record.status, done]).toEqual(['succeeded', [...redone].toSorted()]);
    const reasons = record.cache?.flatMap((each) => each.why ?? []) ?? [];
    expect(reasons).toContain(why);
    if (redone.length > 1) expect(reasons).toContain('it reads "sorted", which is redone');
    expect(hashesIn(record)).toEqual(hashesIn(await scratch(at, options)));
  });

  test('what was never finished, and what is damaged', async () => {
    const at = await kept();
    const runs = at.path('.millrace/runs');
    const [id = ''] = (await readdir(runs)).filter((name) => name !== 'index.ndjson');
    const folder = join(runs, id, 'checkpoints');
    const names = await readdir(folder);
    await writeFile(join(folder, names.find((name) => /^sorted.*rows$/.test(name)) ?? ''), 'broken');
    await rm(join(folder, names.find((name) => /^every.*json$/.test(name)) ?? ''));
    const { done, reused, record } = await run(at, { resume: true });
    expect([done, reused]).toEqual([
      ['every', 'sorted'],
      ['by_town', 'enough', 'orders'],
    ]);
    expect(hashesIn(record)).toEqual(hashesIn(await scratch(at)));
  });
});

test('a stage that depends on the time is taken over: the run stands for the time of the first', async () => {
  const timed = { 'amount >= $least': 'amount >= $least and $run_time is not null' };
  const at = await project({ ...files, 'pipeline.yaml': document(timed) });
  const first = await run(at, { checkpoint: true });
  const again = await run(at, { resume: true });
  expect([again.record.runTime, again.done]).toEqual([first.record.runTime, []]);
  const later = await run(at, { resume: true, asOf: '2030-01-01T00:00:00Z' });
  expect(later.record.cache?.flatMap(({ why = [] }) => why)).toContain('parameter: $run_time changed');
});

test('keeps rows of types that Parquet does not hold', async () => {
  const odd = {
    'by: [id]': 'by: [id]',
    'columns: [o.*, p.town]': 'columns: [o.*, p.town]',
  };
  const text = document(odd).replace(
    '  sorted: { use: sort, from: named, with: { by: [id] } }',
    `  wide: { use: derive, from: named, with: { columns: { huge: "170141183460469231731687303715884105727::hugeint", span: "interval 1 day", list: "[id, null]", bits: "'101'::bit" } } }
  sorted: { use: sort, from: wide, with: { by: [id] } }`,
  );
  const at = await project({
    ...files,
    'pipeline.yaml': text
      .replace('write_csv, from: sorted', 'write_csv, from: flat')
      .replace(
        '  every:',
        "  flat: { use: derive, from: sorted, with: { columns: { list: 'list::varchar' } } }\n  every:",
      ),
  });
  const first = await run(at, { checkpoint: true });
  expect(first.record.problems).toEqual([]);
  await at.write({
    'pipeline.yaml': (await at.read('pipeline.yaml')).replace('out://all.csv', 'out://other.csv'),
  });
  const { record, done } = await run(at, { resume: true });
  expect(done).toEqual(['every']);
  const hash = (of: RunRecord) => of.outputs.find(({ node }) => node === 'every')?.rowHash;
  expect(hash(record)).toEqual(hash(first.record));
});

test('says of each stage why it was done', async () => {
  const at = await project({
    ...files,
    'pipeline.yaml': document().replace('  stores:', '  checkpoint: true\n  stores:'),
  });
  expect((await millrace(at, ['run', 'pipeline.yaml', '--explain-cache'])).err).toContain(
    'sorted: done: no run is resumed',
  );
  await at.write({ 'data/people.csv': 'name,town\nAda,Paris\nGrace,New York\n' });
  const { err, code } = await millrace(at, ['run', 'pipeline.yaml', '--resume', '--explain-cache']);
  expect(code, err).toBe(0);
  expect(err).toMatch(/s\d people .*sorted: done: input: raw:\/\/people.csv changed\n/);
  expect(err).toMatch(/s\d every: done: it reads "sorted", which is redone\n/);
  const again = await millrace(at, ['run', 'pipeline.yaml', '--resume', '--explain-cache']);
  expect(again.err).toMatch(/every: reused from run \S+\n/);
  expect((await millrace(at, ['runs', 'latest'])).out).toContain('reused');
});

test('refuses where there is nothing to go on from', async () => {
  const at = await project(files);
  const none = await millrace(at, ['run', 'pipeline.yaml', '--resume']);
  expect([none.code, none.err]).toEqual([2, expect.stringContaining('MR3031')]);
  const { record } = await run(at);
  const named = await millrace(at, ['run', 'pipeline.yaml', '--resume', record.runId]);
  expect(named.err).toContain(`run ${record.runId} keeps no results of its stages`);
  expect((await millrace(at, ['run', 'pipeline.yaml', '--resume', 'nosuch'])).err).toContain(
    'no run begins with "nosuch"',
  );
});

test('erasing a value takes kept rows away', async () => {
  const at = await kept();
  await millrace(at, ['clean', '--erase', 'person=Ada']);
  const found = (await readdir(at.path('.millrace'), { recursive: true })).filter((name) =>
    name.includes('checkpoints'),
  );
  expect(found).toEqual([]);
});
