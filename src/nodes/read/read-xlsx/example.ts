import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: read-budget
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  budget:
    use: read_xlsx
    with:
      path: raw://budget.xlsx
      sheet: Plan
      types: { amount: "DECIMAL(12,2)" }
  out:
    use: write_csv
    from: budget
    with: { path: out://budget.csv }
tests:
  - name: amounts are exact
    given:
      budget:
        - { team: Sales, amount: "1200.50" }
    expect:
      budget:
        - { team: Sales, amount: "1200.50" }
`,
  files: { 'budget.xlsx': 'team,amount\nSales,1200.5\nSupport,800\n' },
};
