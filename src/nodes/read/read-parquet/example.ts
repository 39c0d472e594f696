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
    use: read_parquet
    with: { path: raw://flights.parquet }
  late:
    use: filter
    from: flights
    with:
      where: delay > 15
  out:
    use: write_csv
    from: late
    with: { path: out://late.csv }
tests:
  - name: types come from the file
    given:
      flights:
        - { origin: SAN, delay: 9 }
        - { origin: LAX, delay: 16 }
    expect:
      late:
        - { origin: LAX, delay: 16 }
`,
  files: { 'flights.parquet': 'origin,delay\nSAN,14\nLAX,16\nSFO,\n' },
};
