import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: read-flights
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  flights:
    use: read_csv
    with:
      path: raw://flights-*.csv
      delimiter: ;
      null_values: [NA, '-']
      types: { delay: INTEGER }
  out:
    use: write_csv
    from: flights
    with: { path: out://flights.csv }
tests:
  - name: unknown delays are null
    given:
      flights:
        - { origin: SAN, delay: 14 }
        - { origin: SFO, delay: null }
    expect:
      flights:
        - { origin: SAN, delay: 14 }
        - { origin: SFO, delay: null }
`,
  files: { 'flights-1.csv': 'origin;delay\nSAN;14\nLAX;NA\n', 'flights-2.csv': 'origin;delay\nSFO;-\n' },
};
