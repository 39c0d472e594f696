import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: order-lines
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: read_json
    with: { path: raw://orders.ndjson }
  lines:
    use: unnest
    from: orders
    with:
      column: lines
      fields: true
      position: line
  out:
    use: write_csv
    from: lines
    with: { path: out://lines.csv }
tests:
  - name: an order without lines is kept
    given:
      orders:
        - { id: 1, lines: [{ article: pen, amount: 2 }, { article: ink, amount: 1 }] }
        - { id: 2, lines: [] }
    expect:
      lines:
        - { id: 1, article: pen, amount: 2, line: 1 }
        - { id: 1, article: ink, amount: 1, line: 2 }
        - { id: 2, article: null, amount: null, line: null }
`,
  files: {
    'orders.ndjson':
      '{"id":1,"lines":[{"article":"pen","amount":2},{"article":"ink","amount":1}]}\n{"id":2,"lines":[]}\n',
  },
};
