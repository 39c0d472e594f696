import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: typed-flights
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  flights:
    use: read_csv
    with: { path: raw://flights.csv }
  typed:
    use: cast
    from: flights
    with:
      columns:
        delay: INTEGER
      on_error: null
  out:
    use: write_csv
    from: typed
    with: { path: out://typed.csv }
tests:
  - name: what is no number becomes null
    given:
      flights:
        - { origin: SAN, delay: '14' }
        - { origin: SFO, delay: early }
    expect:
      typed:
        - { origin: SAN, delay: 14 }
        - { origin: SFO, delay: null }
`,
  files: { 'flights.csv': 'origin,delay\nSAN,14\nSFO,early\n' },
};
