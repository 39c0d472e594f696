import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: share-of-origin
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  flights:
    use: read_csv
    with: { path: raw://flights.csv }
  shares:
    use: sql
    from: { f: flights }
    with:
      query: |
        select origin, count(*) / (select count(*) from f) as share
        from f
        group by origin
  out:
    use: write_csv
    from: shares
    with: { path: out://shares.csv }
tests:
  - name: shares of all flights
    given:
      flights:
        - { origin: SAN, delay: 14 }
        - { origin: LAX, delay: 16 }
    expect:
      shares:
        - { origin: SAN, share: 0.5 }
        - { origin: LAX, share: 0.5 }
`,
  files: { 'flights.csv': 'origin,delay\nSAN,14\nLAX,16\nSFO,\n' },
};
