import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: late-flights
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  flights:
    use: read_csv
    with: { path: raw://flights.csv }
  late:
    use: filter
    from: flights
    with:
      where: delay > 15
  out:
    use: write_parquet
    from: late
    with:
      path: out://late.parquet
      compression: zstd
tests:
  - name: writes late flights only
    given:
      flights:
        - { origin: SAN, delay: 14 }
        - { origin: LAX, delay: 16 }
    expect:
      late:
        - { origin: LAX, delay: 16 }
`,
  files: { 'flights.csv': 'origin,delay\nSAN,14\nLAX,16\nSFO,\n' },
};
