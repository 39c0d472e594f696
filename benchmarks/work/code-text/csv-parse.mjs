import { createReadStream, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { DuckDBInstance } from '@duckdb/node-api';

const require = createRequire(new URL('../../peers/', import.meta.url));
const { parse } = require('csv-parse');

const [data, out] = process.argv.slice(2);
let rows = 0;
let total = 0;
for await (const row of createReadStream(`${data}/orders.csv`).pipe(parse({ columns: true }))) {
  rows += 1;
  total += `order ${row.order_id}`.toUpperCase().length;
}
writeFileSync(`${out}/measured.csv`, `rows,total\n${rows},${total}\n`);
const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
await connection.run(`copy (from '${out}/measured.csv') to '${out}/measured.parquet' (format parquet)`);
connection.closeSync();
instance.closeSync();
