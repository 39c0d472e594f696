import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Runs hand-written SQL with the settings that a run of Millrace has. */
const [file, data, out, memory, threads] = process.argv.slice(2);
const spill = join(out, 'spill');
mkdirSync(spill, { recursive: true });
const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
await connection.run(`
  set memory_limit = '${memory}'; set threads = ${threads}; set temp_directory = '${spill}';
  set preserve_insertion_order = false; set TimeZone = 'UTC'`);
await connection.run(readFileSync(file, 'utf8').replaceAll('{data}', data).replaceAll('{out}', out));
connection.closeSync();
instance.closeSync();
