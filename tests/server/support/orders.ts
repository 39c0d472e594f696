/** A pipeline with a contract, whose input has one bad row. */
export const orders = {
  'pipelines/orders.yaml': `millrace: 1
pipeline: orders
description: Orders of partners.
resources:
  stores:
    here: { folder: .. }
nodes:
  orders:
    use: read_csv
    with: { path: here://orders.csv }
    contract:
      columns:
        id: { type: integer, required: true }
      tolerate: { rows: 10 }
  out:
    use: write_parquet
    from: orders
    with: { path: here://out.parquet, mode: replace }
`,
  'orders.csv': 'id,name\n1,a\nx,b\n3,c\n',
} as const;

/** One that goes on until it is ended. */
export const endless = {
  'pipelines/endless.yaml': `millrace: 1
pipeline: endless
resources:
  stores:
    here: { folder: .. }
nodes:
  orders:
    use: read_csv
    with: { path: here://orders.csv }
  many:
    use: sql
    from: { o: orders }
    with: { query: "select count(*) as n from o, range(10000000) a, range(1000000) b where a.range * 7 = b.range * 3" }
  out:
    use: write_parquet
    from: many
    with: { path: here://endless.parquet, mode: replace }
`,
} as const;
