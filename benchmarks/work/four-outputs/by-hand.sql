-- {data} and {out} are folders.
create temp table orders as from read_csv('{data}/orders.csv', types = {order_id: 'BIGINT', customer_id: 'INTEGER', ordered_at: 'TIMESTAMP', quantity: 'INTEGER', unit_price: 'DECIMAL(10,2)', discount: 'DECIMAL(4,2)'});
copy (from orders where status = 'paid') to '{out}/paid.parquet' (format parquet, compression zstd);
copy (from orders where status = 'refunded') to '{out}/refunded.parquet' (format parquet, compression zstd);
copy (select country, status, count(*) as orders, sum(quantity) as quantity from orders group by all)
  to '{out}/by-country.parquet' (format parquet, compression zstd);
copy (select date_trunc('month', ordered_at) as month, product, count(*) as orders, sum(quantity) as quantity from orders group by all)
  to '{out}/by-month.parquet' (format parquet, compression zstd);
