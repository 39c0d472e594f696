import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: flights-with-cities
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  flights:
    use: read_csv
    with: { path: raw://flights.csv }
  airports:
    use: read_csv
    with: { path: raw://airports.csv }
  named:
    use: join
    from: { f: flights, a: airports }
    with:
      type: left
      keys: { origin: iata }
      cardinality: many_to_one
      columns: [f.*, a.city]
  out:
    use: write_csv
    from: named
    with: { path: out://named.csv }
tests:
  - name: keeps flights without an airport
    given:
      flights:
        - { origin: SAN, delay: 14 }
        - { origin: XXX, delay: 16 }
      airports:
        - { iata: SAN, city: San Diego }
    expect:
      named:
        - { origin: SAN, delay: 14, city: San Diego }
        - { origin: XXX, delay: 16, city: null }
`,
  files: {
    'flights.csv': 'origin,delay\nSAN,14\nLAX,16\nSFO,\n',
    'airports.csv': 'iata,city\nSAN,San Diego\nLAX,Los Angeles\n',
  },
};
