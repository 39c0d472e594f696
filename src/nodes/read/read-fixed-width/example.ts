import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: read-stock
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  stock:
    use: read_fixed_width
    with:
      path: raw://stock.txt
      columns:
        item: 6
        name: { from: 8, width: 10 }
        pieces: 5
      types: { item: VARCHAR }
  out:
    use: write_csv
    from: stock
    with: { path: out://stock.csv }
tests:
  - name: numbers of items keep their zeros
    given:
      stock:
        - { item: "000123", name: Washer, pieces: 40 }
    expect:
      stock:
        - { item: "000123", name: Washer, pieces: 40 }
`,
  files: { 'stock.txt': '000123 Washer       40\n000124 Bolt M8    1200\n' },
};
