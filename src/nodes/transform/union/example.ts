import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: all-flights
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  january:
    use: read_csv
    with: { path: raw://january.csv }
  february:
    use: read_csv
    with: { path: raw://february.csv }
  all_flights:
    use: union
    from: [january, february]
    with: { missing: null }
  out:
    use: write_csv
    from: all_flights
    with: { path: out://all-flights.csv }
tests:
  - name: matches columns by name
    given:
      january:
        - { origin: SAN, delay: 14 }
      february:
        - { origin: LAX, delay: 16, carrier: WN }
    expect:
      all_flights:
        - { origin: SAN, delay: 14, carrier: null }
        - { origin: LAX, delay: 16, carrier: WN }
`,
  files: { 'january.csv': 'origin,delay\nSAN,14\n', 'february.csv': 'origin,delay,carrier\nLAX,16,WN\n' },
};
