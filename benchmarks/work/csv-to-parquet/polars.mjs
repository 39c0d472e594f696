import { createRequire } from 'node:module';

const require = createRequire(new URL('../../peers/', import.meta.url));
const pl = require('nodejs-polars');

const [data, out] = process.argv.slice(2);
const rate = pl.lit(1).minus(pl.col('discount').fillNull(0));
pl.readCSV(`${data}/orders.csv`, { tryParseDates: true })
  .withColumn(pl.col('quantity').mul(pl.col('unit_price')).mul(rate).alias('amount'))
  .writeParquet(`${out}/orders.parquet`, { compression: 'zstd' });
