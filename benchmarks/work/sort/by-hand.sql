-- {data} and {out} are folders.
copy (from '{data}/orders.parquet' order by country, ordered_at, order_id)
  to '{out}/sorted.parquet' (format parquet, compression zstd);
