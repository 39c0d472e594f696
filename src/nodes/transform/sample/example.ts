import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: a-few-customers
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: read_csv
    with: { path: raw://orders.csv }
  sampled:
    use: sample
    from: orders
    with:
      share: 0.5
      keys: [customer]
      seed: 7
  out:
    use: write_csv
    from: sampled
    with: { path: out://some.csv }
tests:
  - name: a customer is taken with all orders, or not at all
    given:
      orders:
        - { customer: ann, amount: 1 }
        - { customer: ann, amount: 2 }
        - { customer: bob, amount: 3 }
        - { customer: bob, amount: 4 }
    expect:
      sampled:
        - { customer: bob, amount: 3 }
        - { customer: bob, amount: 4 }
`,
  files: { 'orders.csv': 'customer,amount\nann,1\nann,2\nbob,3\nbob,4\ncarl,5\n' },
};
