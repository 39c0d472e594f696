import { describe, expect, it } from 'vitest';
import { runPipeline } from '../../src/app/index.js';
import { wire } from '../../src/app/wire.js';
import type { NodeStatistic, PartitionsDone } from '../../src/kit/index.js';
import { codeProject } from '../code/code.js';
import { millrace } from '../support/cli.js';
import { query } from '../support/duckdb.js';
import type { Project } from '../support/project.js';

const ROWS = 160_000;
const rows = `id,n\n${Array.from({ length: ROWS }, (_, at) => `${at},${(at * 7919) % 1009}`).join('\n')}\n`;

const doubled = `{ reads: { n: 'bigint' }, writes: { twice: 'bigint' }, map: ({ n }) => ({ twice: n.values.map((v) => v * 2n) }) }`;

const pipeline = (policies: string, transform = doubled) =>
  codeProject({ rows, transform, resources: '  threads: 2\n', policies });

const learned = '  - partition: { learned: { min: 100KB, max: 64MB } }\n';

const storeOf = (at: Project) => wire({ cwd: at.folder }).openState(at.path('.millrace'));

/** Ten partitions of an earlier run of a node. */
const seen = (node: string, partitions: PartitionsDone): NodeStatistic => ({
  pipeline: 'made',
  node,
  kind: 'code',
  runId: 'earlier',
  at: '2026-01-31T09:30:00.123Z',
  bytes: partitions.bytes,
  rows: 1,
  seconds: partitions.seconds,
  outcome: 'succeeded',
  partitions,
});

/** A project after earlier runs. */
const following = async (at: Project, ...statistics: readonly NodeStatistic[]): Promise<Project> => {
  const store = await storeOf(at);
  await store.statistics.append(statistics);
  await store.close();
  return at;
};

/** A run, and what it tells of how rows were shared out. */
const ran = async (at: Project) => {
  const { record } = await runPipeline(wire({ cwd: at.folder }), 'pipeline.yaml');
  expect(record.problems).toEqual([]);
  const { rows: made } = await query(
    `select count(*), sum(hash(t)::hugeint)::varchar from (from '${at.path('out/made.parquet')}') t`,
  );
  return {
    content: made[0],
    stage: record.stages.find(({ partitions }) => partitions)?.partitions,
    policy: record.policies?.find(({ partition }) => partition)?.partition,
  };
};

describe('a learned size of partitions', () => {
  it('is as usual as long as too little is known', async () => {
    const { policy, stage } = await ran(await pipeline(learned));
    expect(policy).toEqual({
      bytes: 16_000_000,
      evidence: '16 MB: as is usual: no partitions seen so far, too few to learn from',
    });
    expect(stage).toMatchObject({ by: 'reading', count: 1 });
  });

  it('follows from what partitions of the node took before, and the rows are the same', async () => {
    const slow = seen('made', { count: 10, bytes: 1_500_000, seconds: 10 });
    const usual = await ran(await pipeline(learned));
    const { policy, stage, content } = await ran(await following(await pipeline(learned), slow));
    expect(policy).toEqual({
      bytes: 131_072,
      evidence: '130 KB: 10 partitions went at 150 KB a second, and one is to take 1 s',
    });
    expect(stage?.count).toBe(Math.ceil(rows.length / 131_072));
    expect(stage?.bytes).toBeGreaterThan(rows.length - 10);
    expect(content).toEqual(usual.content);
  });

  it('follows from the kind for a node that is new', async () => {
    const other = seen('another', { count: 10, bytes: 1_500_000, seconds: 10 });
    const { policy } = await ran(await following(await pipeline(learned), other));
    expect(policy?.evidence).toContain('10 partitions of its kind went at');
  });

  it('is shown by `millrace policy explain` as the next run will have it', async () => {
    const at = await following(
      await pipeline(learned),
      seen('made', { count: 10, bytes: 1_500_000, seconds: 10 }),
    );
    const { out } = await millrace(at, ['policy', 'explain', 'pipeline.yaml', 'made']);
    expect(out).toContain('partition  learned, from 100KB to 64MB  rule 1');
    expect(out).toContain(`partition now: ${(await ran(at)).policy?.evidence}`);
  });

  it('leaves behind what the next run learns from', async () => {
    const at = await pipeline('  - partition: 100KB\n');
    const { stage } = await ran(at);
    const store = await storeOf(at);
    const [statistic] = await store.statistics.newest({ pipeline: 'made', node: 'made' }, 1);
    await store.close();
    expect(stage?.count).toBeGreaterThan(1);
    expect(stage?.seconds).toBeGreaterThan(0);
    const { count, bytes, seconds } = stage ?? {};
    expect(statistic?.partitions).toEqual({ count, bytes, seconds });
  });

  it('stays within its bounds, and gives way to a pin', async () => {
    const fast = seen('made', { count: 10, bytes: 1e9, seconds: 0.1 });
    const bounded = await ran(
      await following(await pipeline('  - partition: { learned: { min: 100KB, max: 200KB } }\n'), fast),
    );
    expect(bounded.policy).toMatchObject({ bytes: 200_000, evidence: expect.stringContaining('`max`') });
    const pinned = await ran(
      await following(await pipeline(`${learned}    pin: { partition: 100KB }\n`), fast),
    );
    expect(pinned.policy).toBeUndefined();
    expect(pinned.stage?.count).toBeGreaterThan(bounded.stage?.count ?? 0);
    expect(pinned.content).toEqual(bounded.content);
  });

  it('is no matter of a function that is given the rows of a key together', async () => {
    const summed = `{ reads: { n: 'bigint' }, writes: { total: 'bigint' }, aggregate: {
      by: ['n'], init: () => 0n, update: (all, { n }, rows) => all + BigInt(rows),
      merge: (a, b) => a + b, finish: (total) => ({ total }) } }`;
    const { policy, stage } = await ran(await pipeline(learned, summed));
    expect(policy).toBeUndefined();
    expect(stage).toEqual({ by: 'exchange', count: expect.any(Number) });
  });

  it('stops no run where the history cannot be read', async () => {
    const at = await pipeline(learned);
    await at.write({ '.millrace/state/format.json': '{"format":99,"version":99}' });
    const { record } = await runPipeline(wire({ cwd: at.folder }), 'pipeline.yaml');
    expect(record.status).toBe('succeeded');
    expect(record.policies?.find(({ partition }) => partition)?.partition).toEqual({
      bytes: 16_000_000,
      evidence: expect.stringContaining('earlier runs cannot be read'),
    });
  });
});
