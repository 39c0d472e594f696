import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: latest-flights
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  flights:
    use: read_csv
    with: { path: raw://flights.csv }
  latest:
    use: limit
    from: flights
    with:
      rows: 1
      order_by:
        - { column: delay, direction: desc }
  out:
    use: write_csv
    from: latest
    with: { path: out://latest.csv }
tests:
  - name: of equal rows the least origin is taken
    given:
      flights:
        - { origin: SAN, delay: 16 }
        - { origin: LAX, delay: 16 }
        - { origin: SFO, delay: 14 }
    expect:
      latest:
        - { origin: LAX, delay: 16 }
`,
  files: { 'flights.csv': 'origin,delay\nSAN,14\nLAX,16\nSFO,\n' },
};
