import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

const SEED = 20_260;
const ROWS = 5_000_000;
const CUSTOMERS = 200_000;

/** A number from 0 to `below` - 1 that depends on the row, the seed and the column alone. */
const draw = (column, below) => `(hash(i, ${SEED}, ${column}) % ${below})::integer`;

const oneOf = (column, words) =>
  `(${JSON.stringify(words).replaceAll('"', "'")})[1 + ${draw(column, words.length)}]`;

const countries =
  'DE FR IT ES NL BE AT CH PL CZ SE NO DK FI IE PT GR HU RO US CA MX BR JP KR IN AU NZ ZA GB'.split(' ');

const orders = (rows) => `
  select
    i + 1 as order_id,
    1 + ${draw(1, CUSTOMERS)} as customer_id,
    timestamp '2023-01-01' + to_seconds(${draw(2, 63_072_000)}) as ordered_at,
    ${oneOf(3, countries)} as country,
    'P-' || lpad((${draw(4, 1000)})::varchar, 4, '0') as product,
    1 + ${draw(5, 9)} as quantity,
    (1 + ${draw(6, 50_000)} / 100)::decimal(10,2) as unit_price,
    case when ${draw(7, 5)} = 0 then null else (${draw(8, 30)} / 100)::decimal(4,2) end as discount,
    ${oneOf(9, ['paid', 'paid', 'paid', 'open', 'refunded', 'cancelled'])} as status,
    case when ${draw(10, 4)} = 0 then 'leave at the door, ' || ${oneOf(11, ['left', 'right', 'centre'])} end as note
  from range(${rows}) as r(i)`;

/** One row of a hundred has one field that breaks a rule. */
const spoiled = (field, kind, value) =>
  `case when i % 100 = 17 and (i // 100) % 8 = ${kind} then ${value} else ${field}::varchar end as ${field}`;

const dirty = (rows) => `
  select
    ${spoiled('order_id', 0, 'null')}, ${spoiled('customer_id', 1, "'unknown'")},
    ${spoiled('ordered_at', 2, "'2024-02-30 10:00:00'")}, ${spoiled('country', 3, "'Germany'")},
    ${spoiled('product', 4, "'P-1'")}, ${spoiled('quantity', 5, "'-1'")}, ${spoiled('unit_price', 6, "'12,50'")},
    discount, ${spoiled('status', 7, "'payed'")}, note
  from (select order_id - 1 as i, * from (${orders(rows)}))`;

const customers = `
  select i + 1 as customer_id, 'customer ' || i as name,
    ${oneOf(20, ['private', 'business', 'public'])} as segment, ${oneOf(21, ['north', 'south', 'east', 'west'])} as region
  from range(${CUSTOMERS}) as r(i)`;

/** Writes under another name first: a file under its own name is whole. */
const written = async (connection, query, path, options) => {
  const partial = `${path}.partial`;
  await connection.run(`copy (${query}) to '${partial}' (${options})`);
  renameSync(partial, path);
};

/** Asked for later than the others, so it may be missing beside them. */
const makeDirty = async (folder, rows) => {
  const path = join(folder, 'dirty.csv');
  if (existsSync(path)) return;
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run("set memory_limit = '2GB'");
  await written(connection, dirty(rows), path, 'format csv, header');
  connection.closeSync();
  instance.closeSync();
};

const makeFiles = async (folder, rows) => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run("set memory_limit = '2GB'");
  console.log(`making ${rows.toLocaleString('en-US')} orders in ${folder} …`);
  await written(connection, orders(rows), join(folder, 'orders.csv'), 'format csv, header');
  await written(connection, orders(rows), join(folder, 'orders.parquet'), 'format parquet, compression zstd');
  await written(connection, customers, join(folder, 'customers.parquet'), 'format parquet, compression zstd');
  connection.closeSync();
  instance.closeSync();
};

/** The generated files of a scale, made where they are not there yet, and a scratch folder for outputs. */
export const dataFor = async ({ scale, folder = join(homedir(), '.cache', 'millrace-bench') }) => {
  const rows = Math.round(ROWS * scale);
  const home = join(folder, `seed-${SEED}-rows-${rows}`);
  const mark = join(home, 'complete.json');
  mkdirSync(home, { recursive: true });
  if (!existsSync(mark)) {
    await makeFiles(home, rows);
    writeFileSync(mark, `${JSON.stringify({ rows, csv: statSync(join(home, 'orders.csv')).size })}\n`);
  }
  await makeDirty(home, rows);
  const { csv } = JSON.parse(readFileSync(mark, 'utf8'));
  if (statSync(join(home, 'orders.csv')).size !== csv) {
    rmSync(mark);
    throw new Error(`${home} was changed since it was made: run again to make it anew`);
  }
  return { home, rows, scratch: mkdtempSync(join(tmpdir(), 'millrace-bench-')) };
};
