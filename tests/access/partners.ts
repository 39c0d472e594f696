/** Values that stand in one column of one row alone: whoever finds one knows what leaked. */
export const canary = {
  open: 'canary-open-7f31',
  /** In a row that a rule of rows may hide. */
  elsewhere: 'canary-elsewhere-52d8',
  personal: 'canary.personal.90ab@example.org',
  sensitive: 'DE89370400440532013000',
  /** Made of the personal one. */
  derived: 'CANARY.PERSONAL.90AB',
  /** In the row that goes to quarantine. */
  bad: 'canary.bad.41ce@example.org',
  badOpen: 'canary-bad-open-c0de',
} as const;

/** A pipeline whose output has columns of each class. */
export const partners = {
  'pipelines/partners.yaml': `millrace: 1
pipeline: partners
resources:
  stores:
    here: { folder: .. }
nodes:
  partners:
    use: read_csv
    with: { path: here://partners.csv }
    contract:
      columns:
        id: { type: integer, required: true }
        country: { type: text }
        note: { type: text }
        email: { type: email }
        account: { type: iban }
      tolerate: { rows: 10 }
  known:
    use: derive
    from: partners
    with:
      columns:
        who: upper(split_part(email, '@', 1))
  out:
    use: write_parquet
    from: known
    with: { path: here://out.parquet, mode: replace }
`,
  'pipelines/again.yaml': `millrace: 1
pipeline: again
resources:
  stores:
    there: { folder: .. }
nodes:
  partners:
    use: read_parquet
    with: { path: there://out.parquet }
    contract:
      columns:
        id: { type: integer, max: 1 }
        email: { required: true }
      tolerate: { rows: 10 }
  out:
    use: write_csv
    from: partners
    with: { path: there://again.csv, mode: replace }
`,
  'partners.csv': [
    'id,country,note,email,account',
    `1,DE,${canary.open},${canary.personal},${canary.sensitive}`,
    `2,FR,${canary.elsewhere},somebody@example.org,FR1420041010050500013M02606`,
    `x,DE,${canary.badOpen},${canary.bad},`,
    '',
  ].join('\n'),
} as const;
