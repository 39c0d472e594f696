import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: sales-by-quarter
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  sales:
    use: read_csv
    with: { path: raw://sales.csv }
  by_quarter:
    use: pivot
    from: sales
    with:
      by: [country]
      on: quarter
      values: [Q1, Q2]
      measures:
        amount: sum(amount)
        orders: count(*)
  out:
    use: write_csv
    from: by_quarter
    with: { path: out://by_quarter.csv }
tests:
  - name: a quarter without orders has none, and no amount
    given:
      sales:
        - { country: DE, quarter: Q1, amount: 10 }
        - { country: DE, quarter: Q1, amount: 5 }
        - { country: DE, quarter: Q2, amount: 20 }
        - { country: FR, quarter: Q2, amount: 7 }
    expect:
      by_quarter:
        - { country: DE, Q1_amount: 15, Q1_orders: 2, Q2_amount: 20, Q2_orders: 1 }
        - { country: FR, Q1_amount: null, Q1_orders: 0, Q2_amount: 7, Q2_orders: 1 }
`,
  files: { 'sales.csv': 'country,quarter,amount\nDE,Q1,10\nDE,Q2,20\nFR,Q2,7\n' },
};
