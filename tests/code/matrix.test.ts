import { describe, expect, test } from 'vitest';
import { runPipeline } from '../../src/app/index.js';
import { wire } from '../../src/app/wire.js';
import type { Sharing } from '../../src/app/wiring.js';
import { query } from '../support/duckdb.js';
import type { Project } from '../support/project.js';
import { codeProject } from './code.js';

/** Ways to share rows out among processes: nothing of it may be seen in the result. */
const WAYS = [
  ['one process, one partition', 1, { partition: 1_000_000_000, rows: 61_440, buckets: 1 }],
  ['two processes', 2, { partition: 16_000_000, rows: 61_440, buckets: 16 }],
  ['two processes, seven partitions and more', 2, { partition: 100_000, rows: 20_480, buckets: 7 }],
] as const;

const ROWS = 150_000;
const skewed = (at: number): string => (at % 10 === 0 ? `k${at % 997}` : 'giant');
const rowsOf = (key: (at: number) => string): string =>
  `id,key,n\n${Array.from({ length: ROWS }, (_, at) => `${at},${key(at)},${(at * 7919) % 1009}`).join('\n')}\n`;

const running = `partitioned: {
  by: ['key'], order: ['id'], start: () => ({ total: 0n }),
  map: ({ n }, rows, state) => ({ total: Array.from({ length: rows }, (_, row) => (state.total += n.values[row])) }),
}`;

const summed = `aggregate: {
  by: ['key'], init: () => 0n,
  update: (all, { n }, rows) => { let sum = all; for (let row = 0; row < rows; row += 1) sum += n.values[row]; return sum; },
  merge: (a, b) => a + b, finish: (total) => ({ total }),
}`;

const reads = `reads: { id: 'bigint', key: 'varchar', n: 'bigint' }, writes: { total: 'bigint' }`;

const contentOf = async (at: Project, threads: number, sharing: Sharing) => {
  const wiring = wire({ cwd: at.folder, sharing });
  const { record } = await runPipeline(wiring, 'pipeline.yaml', { threads });
  const path = at.path('out/made.parquet');
  const { rows } = await query(`select count(*), sum(hash(t)::hugeint)::varchar from (from '${path}') t`);
  const problems = record.problems.map(({ code }) => code);
  const counts = record.contracts?.map(({ passed, quarantined }) => [passed, quarantined]);
  return { content: rows[0], problems, counts };
};

describe.each([
  [
    'a map',
    'giant keys',
    skewed,
    `{ ${reads}, map: ({ n }) => ({ total: n.values.map((v) => v * 2n) }) }`,
    undefined,
  ],
  ['a state by key', 'a giant key', skewed, `{ ${reads}, ${running} }`, undefined],
  ['a state by key', 'one key', () => 'one', `{ ${reads}, ${running} }`, undefined],
  ['an aggregate', 'a giant key', skewed, `{ ${reads}, ${summed} }`, undefined],
  [
    'a map that throws late',
    'giant keys',
    skewed,
    `{ ${reads}, map: ({ id, n }) => ({ total: n.values.map((v, row) => { if (id.values[row] > ${ROWS - 40}n) throw new Error('late'); return v; }) }) }`,
    '{ columns: { id: { required: true } } }',
  ],
] as const)('%s over %s', (_, __, key, transform, contract) => {
  test('gives the same rows however they are shared out', async () => {
    const at = await codeProject({ rows: rowsOf(key), transform, ...(contract ? { contract } : {}) });
    const results = [];
    for (const [, threads, sharing] of WAYS) results.push(await contentOf(at, threads, sharing));
    expect(results[0]?.problems).toEqual([]);
    expect(Number(results[0]?.content?.[0])).toBeGreaterThan(0);
    for (const result of results) expect(result).toEqual(results[0]);
  });
});
