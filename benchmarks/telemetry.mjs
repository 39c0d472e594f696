import { fork, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * What telemetry costs: the same pipeline with and without, by turns, in CPU time of the whole process. The collector is
 * a process of its own. `node benchmarks/telemetry.mjs [rounds] [rows]`
 */
const [rounds, rows] = [Number(process.argv[2] ?? 7), Number(process.argv[3] ?? 10_000_000)];

if (process.argv[2] === 'collector') {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.end('{}'));
  });
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
} else {
  const program = resolve('dist/bin/millrace.js');
  const folder = mkdtempSync(join(tmpdir(), 'millrace-telemetry-'));
  mkdirSync(join(folder, 'data'));
  mkdirSync(join(folder, 'out'));
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const connection = await (await DuckDBInstance.create()).connect();
  await connection.run(
    `copy (select i as id, i % 1000 as shop, (i * 7919) % 100003 as amount, 'name ' || (i % 5000) as name from range(${rows}) t(i)) to '${join(folder, 'data/rows.csv')}'`,
  );
  connection.closeSync();
  writeFileSync(
    join(folder, 'pipeline.yaml'),
    `millrace: 1
pipeline: cost
resources:
  stores:
    raw: { folder: ./data }
    out: { folder: ./out }
nodes:
  rows: { use: read_csv, with: { path: raw://rows.csv } }
  many: { use: filter, from: rows, with: { where: amount > 1000 } }
  sorted: { use: sort, from: many, with: { by: [name, id] } }
  out: { use: write_parquet, from: sorted, with: { path: out://sorted.parquet } }
`,
  );

  const collector = fork(import.meta.filename, ['collector']);
  const port = await new Promise((done) => collector.once('message', done));

  /** CPU seconds of a run, its children included; the shell's own clock counts them. */
  const cpuOf = (isOn) => {
    const words = isOn
      ? `--telemetry http://127.0.0.1:${port} --metrics-port 0 --log-file run.log --lineage lineage.ndjson`
      : '';
    const { stdout, stderr, status } = spawnSync(
      'bash',
      ['-c', `TIMEFORMAT='%U %S'; { time node ${program} run pipeline.yaml ${words} 2>err.txt; } 2>&1`],
      { cwd: folder, encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(stdout + stderr + readFileSync(join(folder, 'err.txt'), 'utf8'));
    return stdout
      .trim()
      .split('\n')
      .at(-1)
      .split(' ')
      .reduce((sum, part) => sum + Number(part), 0);
  };
  const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  try {
    cpuOf(false);
    cpuOf(true);
    const [off, on] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      // Who goes first changes: what the machine does beside is borne by both.
      for (const isOn of round % 2 ? [true, false] : [false, true]) (isOn ? on : off).push(cpuOf(isOn));
    }
    const ratio = median(on) / median(off);
    console.log(`CPU seconds without: ${off.map((value) => value.toFixed(2)).join(' ')}`);
    console.log(`CPU seconds with:    ${on.map((value) => value.toFixed(2)).join(' ')}`);
    console.log(
      `medians ${median(off).toFixed(2)} and ${median(on).toFixed(2)}; least ${Math.min(...off).toFixed(2)} and ${Math.min(...on).toFixed(2)}; telemetry costs ${((ratio - 1) * 100).toFixed(1)} % (bound: 2 %)`,
    );
  } finally {
    collector.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}
