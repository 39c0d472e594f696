-- {data} and {out} are folders.
copy (
  select cast(ordered_at as date) as day, country, count(*) as orders,
    sum(quantity * unit_price * (1 - coalesce(discount, 0))) as amount
  from read_csv('{data}/orders.csv', types = {order_id: 'BIGINT', customer_id: 'INTEGER', ordered_at: 'TIMESTAMP', quantity: 'INTEGER', unit_price: 'DECIMAL(10,2)', discount: 'DECIMAL(4,2)'})
  where status = 'paid' and quantity > 1
  group by all
) to '{out}/by-day.parquet' (format parquet, compression zstd);
