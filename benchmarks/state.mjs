import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFolderRunStore, openStateStore } from '../dist/state/index.js';

/** What state costs: changes of a value in each store, and `millrace runs` over many runs. `node benchmarks/state.mjs` */
const CHANGES = 20_000;
const RUNS = 10_000;
const TRIES = 15;

const root = mkdtempSync(join(tmpdir(), 'millrace-bench-state-'));
const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

/** Reads a number, adds one and writes it over the version that was read; every change in turn waits for its end. */
const change = async ({ values }, key) => {
  const found = await values.get(key);
  const written = await values.set(key, (found?.value ?? 0) + 1, { expected: found?.version ?? 0 });
  if (written.kind !== 'written') throw new Error('a change was lost');
};

const changes = async (name, place, count, writers) => {
  const store = await openStateStore(place);
  for (let warm = 0; warm < 200; warm += 1) await change(store, 'warm');
  const times = [];
  const started = performance.now();
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      for (let done = 0; done < count / writers; done += 1) {
        const before = performance.now();
        await change(store, `counter-${writer}-${done % 50}`);
        times.push(performance.now() - before);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  await store.close();
  times.sort((a, b) => a - b);
  console.log(
    `${name}, ${writers} at a time: ${Math.round(times.length / seconds)} read-modify-writes/s, median ${at(times, 0.5).toFixed(2)} ms, p99 ${at(times, 0.99).toFixed(2)} ms, most ${times.at(-1).toFixed(1)} ms`,
  );
};

const makeRuns = async (folder) => {
  const store = createFolderRunStore(folder);
  for (let number = 0; number < RUNS; number += 1) {
    const runId = `run-${String(number).padStart(6, '0')}`;
    const startedAt = new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString();
    const pipeline = `pipeline-${number % 20}`;
    const documentFile = `pipelines/${pipeline}.yaml`;
    const log = await store.start({ runId, pipeline, documentFile, startedAt, status: 'running' });
    await log.finish({
      ...{ version: 1, millrace: '0.1.0', runId, pipeline, document: { file: documentFile, hash: '' } },
      ...{ status: 'succeeded', startedAt, finishedAt: startedAt, seconds: 1.5, runTime: startedAt },
      ...{ params: {}, engine: { name: 'duckdb' }, nodes: [], stages: [], inputs: [], checks: [] },
      ...{ outputs: [], lineage: {}, samples: [], problems: [], decisions: [] },
    });
  }
};

/** The whole command, from its start to its end. */
const command = (words) => {
  const times = Array.from({ length: TRIES }, () => {
    const started = performance.now();
    const { status, stdout } = spawnSync(process.execPath, ['dist/bin/millrace.js', ...words], {
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    if (status !== 0) throw new Error(stdout);
    return performance.now() - started;
  }).sort((a, b) => a - b);
  return `median ${Math.round(at(times, 0.5))} ms, best ${Math.round(times[0])} ms of ${TRIES}`;
};

try {
  console.log(
    `${cpus().length} cores, Node ${process.version}, load ${execFileSync('cat', ['/proc/loadavg'])}`.trim(),
  );
  const pglite = { kind: 'pglite', folder: join(root, 'pglite') };
  await changes('PGlite', pglite, CHANGES, 1);
  await changes('PGlite', pglite, CHANGES, 4);
  await changes('folder', { kind: 'folder', folder: join(root, 'folder') }, CHANGES / 10, 1);
  if (process.env.DATABASE_URL) {
    const postgres = { kind: 'postgres', url: process.env.DATABASE_URL, schema: 'millrace_bench' };
    await changes('Postgres', postgres, CHANGES, 1);
    await changes('Postgres', postgres, CHANGES, 4);
  }
  const folder = join(root, '.millrace');
  await makeRuns(folder);
  console.log(`millrace --version: ${command(['--version'])}`);
  console.log(`millrace runs over ${RUNS} runs: ${command(['runs', '--run-dir', folder])}`);
  console.log(`millrace runs --json over ${RUNS} runs: ${command(['runs', '--json', '--run-dir', folder])}`);
} finally {
  rmSync(root, { recursive: true, force: true });
}
