import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: late-flights
params:
  minutes: { type: integer, default: 15 }
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
      where: delay > $minutes
  out:
    use: write_csv
    from: late
    with: { path: out://late.csv }
tests:
  - name: keeps late flights, and neither others nor unknown delays
    given:
      flights:
        - { origin: SAN, delay: 14 }
        - { origin: LAX, delay: 16 }
        - { origin: SFO, delay: null }
    expect:
      late:
        - { origin: LAX, delay: 16 }
`,
  files: { 'flights.csv': 'origin,delay\nSAN,14\nLAX,16\nSFO,\n' },
};
