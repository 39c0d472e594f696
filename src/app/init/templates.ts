/** A first project: small orders, one bad habit in them, and a pipeline that shows the parts of a document. */
export const starterData = `order_id,customer,country,amount,ordered_at
1,Ada,GB,120.50,2026-01-03
2,Grace,US,80.00,2026-01-03
3,Linus,FI,,2026-01-04
4,Ada,GB,15.25,2026-01-05
5,Edsger,NL,310.00,2026-01-05
`;

export const starterDocument = `millrace: 1
pipeline: orders-by-country
description: What was ordered from each country.

params:
  least: { type: decimal, default: 20, min: 0 }

resources:
  stores:
    raw: { folder: ./data }
    out: { folder: ./out }

nodes:
  orders:
    use: read_csv
    with: { path: raw://orders.csv }
  large:
    use: filter
    from: orders
    with:
      where: amount >= $least
  by_country:
    use: aggregate
    from: large
    with:
      by: [country]
      measures:
        orders: count(*)
        amount: sum(amount)
  sound:
    use: check
    from: by_country
    with:
      rows: { min: 1 }
      unique: [country]
  result:
    use: write_csv
    from: by_country
    with: { path: out://orders-by-country.csv }

tests:
  - name: leaves out small orders and unknown amounts
    given:
      orders:
        - { country: GB, amount: 120.50 }
        - { country: GB, amount: 15.25 }
        - { country: FI, amount: null }
    expect:
      by_country:
        - { country: GB, orders: 1, amount: 120.5 }
`;

interface FromFile {
  readonly name: string;
  readonly kind: string;
  /** Folder of the data, as the document writes it. */
  readonly folder: string;
  readonly file: string;
}

/** A pipeline that reads one data file (a contract follows), checks that it has rows, and writes it as Parquet. */
export const documentFor = ({ name, kind, folder, file }: FromFile): string => `millrace: 1
pipeline: ${name}
description: ${JSON.stringify(`From ${file} to a typed table.`)}

resources:
  stores:
    raw: { folder: ${JSON.stringify(folder)} }
    out: { folder: ./out }

nodes:
  source:
    use: ${kind}
    with:
      path: ${JSON.stringify(`raw://${file}`)}
  not_empty:
    use: check
    from: source
    with:
      rows: { min: 1 }
  result:
    use: write_parquet
    from: source
    with: { path: out://${name}.parquet }
`;
