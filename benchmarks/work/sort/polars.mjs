import { createRequire } from 'node:module';

const require = createRequire(new URL('../../peers/', import.meta.url));
const pl = require('nodejs-polars');

const [data, out] = process.argv.slice(2);
pl.readParquet(`${data}/orders.parquet`)
  .sort(['country', 'ordered_at', 'order_id'])
  .writeParquet(`${out}/sorted.parquet`, { compression: 'zstd' });
