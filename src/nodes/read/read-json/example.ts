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
    use: read_json
    with:
      path: raw://flights.ndjson
      format: newline_delimited
  cities:
    use: select
    from: flights
    with:
      columns:
        origin: origin
        city: airport.city
  out:
    use: write_csv
    from: cities
    with: { path: out://cities.csv }
tests:
  - name: objects inside of a row are structs
    given:
      flights:
        - { origin: SAN, airport: { city: San Diego } }
    expect:
      cities:
        - { origin: SAN, city: San Diego }
`,
  files: {
    'flights.ndjson':
      '{"origin":"SAN","airport":{"city":"San Diego"}}\n{"origin":"LAX","airport":{"city":"Los Angeles"}}\n',
  },
};
