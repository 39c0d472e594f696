import { createRequire } from 'node:module';

const require = createRequire(new URL('../../peers/', import.meta.url));
const pl = require('nodejs-polars');

const [data, out] = process.argv.slice(2);
const rate = pl.lit(1).minus(pl.col('discount').fillNull(0));
const grouped = pl
  .scanCSV(`${data}/orders.csv`)
  .filter(pl.col('status').eq(pl.lit('paid')).and(pl.col('quantity').gt(1)))
  .withColumns(
    pl.col('quantity').mul(pl.col('unit_price')).mul(rate).alias('amount'),
    pl.col('ordered_at').str.slice(0, 10).alias('day'),
  )
  .groupBy(['day', 'country'])
  .agg(pl.col('order_id').count().alias('orders'), pl.col('amount').sum());
(await grouped.collect()).writeParquet(`${out}/by-day.parquet`, { compression: 'zstd' });
