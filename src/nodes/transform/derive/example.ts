import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: derived-flights
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  flights:
    use: read_csv
    with: { path: raw://flights.csv }
  derived:
    use: derive
    from: flights
    with:
      columns:
        delay: coalesce(delay, 0)
        is_known: delay is not null
  out:
    use: write_csv
    from: derived
    with: { path: out://derived.csv }
tests:
  - name: expressions see the old values
    given:
      flights:
        - { origin: SAN, delay: 14 }
        - { origin: SFO, delay: null }
    expect:
      derived:
        - { origin: SAN, delay: 14, is_known: true }
        - { origin: SFO, delay: 0, is_known: false }
`,
  files: { 'flights.csv': 'origin,delay\nSAN,14\nLAX,16\nSFO,\n' },
};
