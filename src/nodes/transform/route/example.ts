import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: orders-by-region
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: read_csv
    with: { path: raw://orders.csv }
  by_region:
    use: route
    from: orders
    with:
      cases:
        europe: country in ('DE', 'FR', 'IT')
        america: country in ('US', 'CA')
  europe:
    use: write_csv
    from: by_region.europe
    with: { path: out://europe.csv }
  america:
    use: write_csv
    from: by_region.america
    with: { path: out://america.csv }
  elsewhere:
    use: write_csv
    from: by_region.unmatched
    with: { path: out://elsewhere.csv }
tests:
  - name: an order without a country is matched by no case
    given:
      orders:
        - { id: 1, country: DE }
        - { id: 2, country: US }
        - { id: 3, country: null }
    expect:
      by_region.europe:
        - { id: 1, country: DE }
      by_region.america:
        - { id: 2, country: US }
      by_region.unmatched:
        - { id: 3, country: null }
`,
  files: { 'orders.csv': 'id,country\n1,DE\n2,US\n3,JP\n4,\n' },
};
