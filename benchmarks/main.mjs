import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
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

const rows = [];
const report = (what, value, limit) =>
  rows.push({ what, measured: `${value.toFixed(0)} ms`, limit: `${limit} ms`, reached: value <= limit });

const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
try {
  mkdirSync(join(folder, 'out'));
  writeFileSync(join(folder, 'thirty.yaml'), thirtyNodes(folder));
  writeFileSync(join(folder, 'by-hand.mjs'), handWritten(folder));
  const samples = { empty: [], validate: [], run: [], sql: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    samples.empty.push(timeProcess(['-e', '0'], root).ms);
    samples.validate.push(timeProcess([cli, 'validate', join(folder, 'thirty.yaml')], root).ms);
    samples.run.push(
      timeProcess(
        [cli, 'run', 'examples/late-flights/pipeline.yaml', '--run-dir', join(folder, 'runs')],
        root,
      ).ms,
    );
    samples.sql.push(JSON.parse(timeProcess([join(folder, 'by-hand.mjs')], root).out).sql);
  }
  const [empty, validate, run, sql] = [samples.empty, samples.validate, samples.run, samples.sql].map(median);
  console.log(
    `${cpus().length} x ${cpus()[0]?.model}, Node ${process.version}; medians of ${ROUNDS}, a process each, in turn`,
  );
  console.log(
    `an empty Node process: ${empty.toFixed(0)} ms; the hand-written SQL of late-flights: ${sql.toFixed(0)} ms\n`,
  );
  report('validate, 30 nodes, whole process', validate, 400);
  report('late-flights, 3 M rows, whole process', run, 2000);
  report("late-flights beyond the SQL's own time", run - sql, 400);
  console.table(rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
