-- The reader leaves out what does not fit its type, also with a loss that it takes for a fit; then the other rules.
copy (
  select country, status, count(*) as orders, sum(quantity) as quantity
  from read_csv(
    '{data}/dirty.csv', header = true, ignore_errors = true,
    columns = {
      order_id: 'BIGINT', customer_id: 'BIGINT', ordered_at: 'TIMESTAMP', country: 'VARCHAR', product: 'VARCHAR',
      quantity: 'INTEGER', unit_price: 'DOUBLE', discount: 'DOUBLE', status: 'VARCHAR', note: 'VARCHAR'
    })
  where order_id is not null
    and (customer_id is null or customer_id >= 1)
    and (ordered_at is null or ordered_at >= timestamp '2023-01-01')
    and (country is null or regexp_full_match(country, '[A-Z]{2}'))
    and (product is null or length(product) = 6)
    and (quantity is null or quantity between 1 and 9)
    and (unit_price is null or unit_price >= 0)
    and (status is null or status in ('paid', 'open', 'refunded', 'cancelled'))
  group by all
) to '{out}/by-country.parquet' (format parquet);
