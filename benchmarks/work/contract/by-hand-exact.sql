-- The same rules, and no value that a cast would change: '1.5' is no whole number, 'inf' no price.
copy (
  with typed as (
    select
      try_cast(order_id as bigint) as order_id, order_id as order_id_text,
      try_cast(customer_id as bigint) as customer_id, customer_id as customer_id_text,
      try_cast(ordered_at as timestamp) as ordered_at, ordered_at as ordered_at_text,
      country, product,
      try_cast(quantity as integer) as quantity, quantity as quantity_text,
      try_cast(unit_price as double) as unit_price, unit_price as unit_price_text,
      try_cast(discount as double) as discount, discount as discount_text,
      status
    from read_csv('{data}/dirty.csv', header = true, all_varchar = true)
  )
  select country, status, count(*) as orders, sum(quantity) as quantity
  from typed
  where order_id::varchar = order_id_text
    and (customer_id_text is null or (customer_id >= 1 and customer_id::varchar = customer_id_text))
    and (ordered_at_text is null
      or (ordered_at >= timestamp '2023-01-01' and ordered_at_text like '____-__-__ __:__:__'))
    and (country is null or regexp_full_match(country, '[A-Z]{2}'))
    and (product is null or length(product) = 6)
    and (quantity_text is null or (quantity between 1 and 9 and quantity::varchar = quantity_text))
    and (unit_price_text is null or (unit_price >= 0 and isfinite(unit_price)))
    and (discount_text is null or isfinite(discount))
    and (status is null or status in ('paid', 'open', 'refunded', 'cancelled'))
  group by all
) to '{out}/by-country.parquet' (format parquet);
