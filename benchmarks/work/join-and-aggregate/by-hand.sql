-- {data} and {out} are folders.
copy (
  select segment, region, country, count(*) as orders, sum(quantity * unit_price) as amount
  from '{data}/orders.parquet' left join '{data}/customers.parquet' using (customer_id)
  group by all
) to '{out}/by-segment.parquet' (format parquet, compression zstd);
