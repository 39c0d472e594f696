import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: renamed-flights
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  flights:
    use: read_csv
    with: { path: raw://flights.csv }
  renamed:
    use: rename
    from: flights
    with:
      columns:
        origin: airport
  out:
    use: write_csv
    from: renamed
    with: { path: out://renamed.csv }
tests:
  - name: values stay
    given:
      flights:
        - { origin: SAN, delay: 14 }
    expect:
      renamed:
        - { airport: SAN, delay: 14 }
`,
  files: { 'flights.csv': 'origin,delay\nSAN,14\nLAX,16\nSFO,\n' },
};
