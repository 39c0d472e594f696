import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: delays-by-origin
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  flights:
    use: read_csv
    with: { path: raw://flights.csv }
  by_origin:
    use: aggregate
    from: flights
    with:
      by: [origin]
      measures:
        flights: count(*)
        mean_delay: avg(delay)
  out:
    use: write_csv
    from: by_origin
    with: { path: out://by_origin.csv }
tests:
  - name: counts all rows, and leaves unknown delays out of the mean
    given:
      flights:
        - { origin: SAN, delay: 10 }
        - { origin: SAN, delay: 20 }
        - { origin: SAN, delay: null }
        - { origin: SFO, delay: null }
    expect:
      by_origin:
        - { origin: SAN, flights: 3, mean_delay: 15 }
        - { origin: SFO, flights: 1, mean_delay: null }
`,
  files: { 'flights.csv': 'origin,delay\nSAN,14\nLAX,16\nSFO,\n' },
};
