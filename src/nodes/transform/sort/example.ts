import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: sorted-flights
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  flights:
    use: read_csv
    with: { path: raw://flights.csv }
  latest_first:
    use: sort
    from: flights
    with:
      by:
        - { column: delay, direction: desc }
        - origin
  out:
    use: write_csv
    from: latest_first
    with: { path: out://latest_first.csv }
tests:
  - name: keeps all rows
    given:
      flights:
        - { origin: SAN, delay: 14 }
        - { origin: LAX, delay: 16 }
    expect:
      latest_first:
        - { origin: LAX, delay: 16 }
        - { origin: SAN, delay: 14 }
`,
  files: { 'flights.csv': 'origin,delay\nSAN,14\nLAX,16\nSFO,\n' },
};
