import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: customers-as-they-are-now
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  changes:
    use: read_csv
    with: { path: raw://changes.csv }
  customers:
    use: deduplicate
    from: changes
    with:
      keys: [id]
      order_by:
        - { column: updated, direction: desc }
  out:
    use: write_csv
    from: customers
    with: { path: out://customers.csv }
tests:
  - name: the newest change of each customer is kept, and what was sent twice is no tie
    given:
      changes:
        - { id: 1, city: Paris, updated: 2026-01-01 }
        - { id: 1, city: Lyon, updated: 2026-02-01 }
        - { id: 1, city: Lyon, updated: 2026-02-01 }
        - { id: 2, city: Rome, updated: 2026-01-15 }
    expect:
      customers:
        - { id: 1, city: Lyon, updated: 2026-02-01 }
        - { id: 2, city: Rome, updated: 2026-01-15 }
`,
  files: { 'changes.csv': 'id,city,updated\n1,Paris,2026-01-01\n1,Lyon,2026-02-01\n2,Rome,2026-01-15\n' },
};
