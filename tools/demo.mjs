import { spawnSync } from 'node:child_process';

const millrace = (...words) => {
  const { status } = spawnSync(process.execPath, ['dist/bin/millrace.js', ...words], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

const document = 'examples/late-flights/pipeline.yaml';

console.log(`$ millrace run ${document}\n`);
millrace('run', document);
console.log('\n$ millrace report latest\n');
millrace('report', 'latest', '-o', 'examples/late-flights/out/report.html');

const { DuckDBInstance } = await import('@duckdb/node-api');
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const rows = await connection.runAndReadAll(
  `select origin, city, late_flights, round(mean_delay, 1) as mean_delay, p95_delay
   from 'examples/late-flights/out/late-by-origin.parquet' order by late_flights desc limit 10`,
);
console.log(
  '\nThe ten origins with the most late flights, from examples/late-flights/out/late-by-origin.parquet:\n',
);
console.table(rows.getRowObjectsJson());
