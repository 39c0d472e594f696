-- {data} and {out} are folders.
copy (
  select *, quantity * unit_price * (1 - coalesce(discount, 0)) as amount
  from read_csv('{data}/orders.csv', types = {order_id: 'BIGINT', customer_id: 'INTEGER', ordered_at: 'TIMESTAMP', quantity: 'INTEGER', unit_price: 'DECIMAL(10,2)', discount: 'DECIMAL(4,2)'})
) to '{out}/orders.parquet' (format parquet, compression zstd);
