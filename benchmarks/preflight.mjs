import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { dataFor } from './generate.mjs';
import { median } from './timing.mjs';

const root = resolve(import.meta.dirname, '..');
const FILES = 1000;
const MOST_ROUNDS = 3;

const documentFor = (folder, use, path) => `millrace: 1
pipeline: looked-at
resources:
  stores:
    raw: { folder: ${JSON.stringify(folder)} }
    out: { folder: ./out }
nodes:
  rows: { use: ${use}, with: { path: ${JSON.stringify(`raw://${path}`)} } }
  out: { use: write_parquet, from: rows, with: { path: out://rows.parquet } }
`;

const smallFiles = (folder) => {
  mkdirSync(folder);
  for (let file = 0; file < FILES; file += 1) {
    const lines = Array.from(
      { length: 20 },
      (_, row) => `${file * 20 + row},name ${row},${row / 4},2026-01-03`,
    );
    writeFileSync(join(folder, `${file}.csv`), `id,name,amount,day\n${lines.join('\n')}\n`);
  }
};

/** In one process, after a first look at something else: the engine's binary is loaded by then. */
const roundsOf = async (profile, file, rounds) => {
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    await profile(file);
    times.push(performance.now() - start);
  }
  return median(times);
};

/** From the document to the profile of its inputs: what a person waits for before anything is run. */
export const measurePreflight = async ({ scale, data, rounds }) => {
  const { wire } = await import(join(root, 'dist/index.js'));
  const { profilePipeline } = await import(join(root, 'dist/app/profile/index.js'));
  const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
  try {
    const { home, scratch } = await dataFor({ scale, folder: data });
    rmSync(scratch, { recursive: true, force: true });
    smallFiles(join(folder, 'small'));
    const works = [
      ['CSV of 5 M orders', home, 'read_csv', 'orders.csv', 400],
      [
        '3 M rows of Parquet',
        join(root, 'node_modules/vega-datasets/data'),
        'read_parquet',
        'flights-3m.parquet',
        150,
      ],
      ['1,000 small CSV files', join(folder, 'small'), 'read_csv', '*.csv', 3000],
    ];
    const wiring = wire({ cwd: folder });
    const profile = (file) => profilePipeline(wiring, file);
    const results = [];
    writeFileSync(join(folder, 'first.yaml'), documentFor(join(folder, 'small'), 'read_csv', '0.csv'));
    await profile('first.yaml');
    for (const [what, from, use, path, limit] of works) {
      writeFileSync(join(folder, 'pipeline.yaml'), documentFor(from, use, path));
      const ms = await roundsOf(profile, 'pipeline.yaml', Math.min(rounds, MOST_ROUNDS));
      results.push({ what, measured: `${ms.toFixed(0)} ms`, limit: `${limit} ms`, reached: ms <= limit });
    }
    console.table(results);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
