import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: read-orders
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: read_xml
    with:
      path: raw://orders.xml
      record: /orders/order
      lists: [item]
      types: { id: VARCHAR }
  out:
    use: write_csv
    from: orders
    with: { path: out://orders.csv }
tests:
  - name: numbers of orders keep their zeros
    given:
      orders:
        - { id: "0007", customer_name: Ann, item: '["nut","bolt"]' }
    expect:
      orders:
        - { id: "0007", customer_name: Ann, item: '["nut","bolt"]' }
`,
  files: {
    'orders.xml': `<?xml version="1.0"?>
<orders>
  <order id="0007"><customer><name>Ann</name></customer><item>nut</item><item>bolt</item></order>
  <order id="0008"><customer><name>Bob</name></customer><item>nut</item></order>
</orders>
`,
  },
};
