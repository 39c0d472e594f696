import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: airports-served
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  flights:
    use: read_csv
    with: { path: raw://flights.csv }
  pairs:
    use: select
    from: flights
    with: { columns: [origin, destination] }
  routes:
    use: distinct
    from: pairs
  out:
    use: write_csv
    from: routes
    with: { path: out://routes.csv }
tests:
  - name: a route comes once, also where the destination is unknown
    given:
      pairs:
        - { origin: SAN, destination: LAX }
        - { origin: SAN, destination: LAX }
        - { origin: SAN, destination: null }
        - { origin: SAN, destination: null }
    expect:
      routes:
        - { origin: SAN, destination: LAX }
        - { origin: SAN, destination: null }
`,
  files: { 'flights.csv': 'origin,destination,delay\nSAN,LAX,14\nSAN,LAX,2\nSFO,,\n' },
};
