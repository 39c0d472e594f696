import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: named-flights
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  flights:
    use: read_csv
    with: { path: raw://flights.csv }
  named:
    use: select
    from: flights
    with:
      columns:
        airport: origin
        is_late: delay > 15
  out:
    use: write_csv
    from: named
    with: { path: out://named.csv }
tests:
  - name: computes each column, null from null
    given:
      flights:
        - { origin: SAN, delay: 14 }
        - { origin: SFO, delay: null }
    expect:
      named:
        - { airport: SAN, is_late: false }
        - { airport: SFO, is_late: null }
`,
  files: { 'flights.csv': 'origin,delay\nSAN,14\nLAX,16\nSFO,\n' },
};
