import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: checked-flights
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  flights:
    use: read_csv
    with: { path: raw://flights.csv }
  enough:
    use: check
    from: flights
    with:
      rows: { min: 2 }
      unique: [origin]
      required: [origin]
      where: delay between -60 and 2000 or delay is null
      columns:
        origin: { length: 3, pattern: "[A-Z]+" }
        delay: { type: integer, where: delay < 600 }
      tolerate: { share: 1% }
  out:
    use: write_csv
    from: flights
    with: { path: out://flights.csv }
`,
  files: { 'flights.csv': 'origin,delay\nSAN,14\nLAX,16\nSFO,\n' },
};
