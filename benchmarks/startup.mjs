import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { median, timeProcess } from './timing.mjs';

const root = resolve(import.meta.dirname, '..');
const cli = join(root, 'dist/bin/millrace.js');
const data = join(root, 'node_modules/vega-datasets/data');
const ROUNDS = 7;

/** A document of 30 nodes over the real flights and airports: a chain of derives and filters, a join, an aggregate. */
const thirtyNodes = (folder) => {
  const chain = Array.from({ length: 25 }, (_, index) => {
    const from = index === 0 ? 'flights' : `n${index - 1}`;
    return index % 2 === 0
      ? `  n${index}:\n    use: filter\n    from: ${from}\n    with:\n      where: delay > ${index} and origin <> 'XXX'\n`
      : `  n${index}:\n    use: derive\n    from: ${from}\n    with:\n      columns:\n        d${index}: delay * ${index} + coalesce(distance, 0)\n`;
  });
  return `millrace: 1
pipeline: thirty
resources:
  stores:
    raw: { folder: ${JSON.stringify(data)} }
    out: { folder: ${JSON.stringify(join(folder, 'out'))} }
nodes:
  flights: { use: read_parquet, with: { path: raw://flights-3m.parquet } }
  airports: { use: read_csv, with: { path: raw://airports.csv } }
${chain.join('')}  named:
    use: join
    from: { f: n24, a: airports }
    with: { type: left, keys: { origin: iata }, columns: [f.*, a.city] }
  by_origin:
    use: aggregate
    from: named
    with:
      by: [origin, city]
      measures:
        n: count(*)
        mean: avg(delay)
  out:
    use: write_parquet
    from: by_origin
    with: { path: out://o.parquet }
`;
};

/** The same work as late-flights, by hand, on the same engine with the same bounds. */
const handWritten = (folder) => `
import { DuckDBInstance } from ${JSON.stringify(import.meta.resolve('@duckdb/node-api'))};
const started = performance.now();
const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
await connection.run("SET memory_limit = '1GB'");
await connection.run('SET threads = 2');
await connection.run('SET preserve_insertion_order = false');
const sql = performance.now();
await connection.run(\`copy (
  select f.origin, a.city, count(*) as late_flights, avg(f.delay) as mean_delay, quantile_cont(f.delay, 0.95) as p95_delay
  from '${data}/flights-3m.parquet' f left join '${data}/airports.csv' a on f.origin = a.iata
  where f.delay > 15 group by all) to '${folder}/by-hand.parquet' (format parquet)\`);
console.log(JSON.stringify({ sql: performance.now() - sql, all: performance.now() - started }));
`;

const limitRow = (what, value, limit) => ({
  what,
  measured: `${value.toFixed(0)} ms`,
  limit: `${limit} ms`,
  reached: value <= limit,
});

const roundsIn = (folder) => {
  const samples = { empty: [], validate: [], run: [], sql: [] };
  const run = [cli, 'run', 'examples/late-flights/pipeline.yaml', '--run-dir', join(folder, 'runs')];
  for (let round = 0; round < ROUNDS; round += 1) {
    samples.empty.push(timeProcess(['-e', '0'], root).ms);
    samples.validate.push(timeProcess([cli, 'validate', join(folder, 'thirty.yaml')], root).ms);
    samples.run.push(timeProcess(run, root).ms);
    samples.sql.push(JSON.parse(timeProcess([join(folder, 'by-hand.mjs')], root).out).sql);
  }
  return Object.fromEntries(Object.entries(samples).map(([name, values]) => [name, median(values)]));
};

/** Whole processes on small work: what one waits for while a document is written. */
export const measureStartup = () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
  try {
    mkdirSync(join(folder, 'out'));
    writeFileSync(join(folder, 'thirty.yaml'), thirtyNodes(folder));
    writeFileSync(join(folder, 'by-hand.mjs'), handWritten(folder));
    const { empty, validate, run, sql } = roundsIn(folder);
    console.log(
      `whole processes, medians of ${ROUNDS}, in turn: an empty Node process takes ${empty.toFixed(0)} ms,`,
    );
    console.log(`the hand-written SQL of late-flights ${sql.toFixed(0)} ms`);
    console.table([
      limitRow('validate, 30 nodes', validate, 400),
      limitRow('late-flights, 3 M rows', run, 2000),
      limitRow("late-flights beyond the SQL's own time", run - sql, 400),
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
