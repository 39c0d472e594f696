import { createRequire } from 'node:module';

const require = createRequire(new URL('../../peers/', import.meta.url));
const pl = require('nodejs-polars');

const [data, out] = process.argv.slice(2);
const customers = pl.scanParquet(`${data}/customers.parquet`);
const grouped = pl
  .scanParquet(`${data}/orders.parquet`)
  .join(customers, { on: 'customer_id', how: 'left' })
  .withColumns(pl.col('quantity').cast(pl.Float64).mul(pl.col('unit_price').cast(pl.Float64)).alias('amount'))
  .groupBy(['segment', 'region', 'country'])
  .agg(pl.col('order_id').count().alias('orders'), pl.col('amount').sum());
(await grouped.collect()).writeParquet(`${out}/by-segment.parquet`, { compression: 'zstd' });
