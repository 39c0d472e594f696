import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: delays-in-turn
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  flights:
    use: read_csv
    with: { path: raw://flights.csv }
  in_turn:
    use: window
    from: flights
    with:
      partition_by: [origin]
      order_by: [date]
      frame: { rows: [-2, 0] }
      columns:
        previous_delay: lag(delay)
        last_known: last_value(delay ignore nulls)
        mean_of_three: avg(delay)
        place: row_number()
  out:
    use: write_csv
    from: in_turn
    with: { path: out://in_turn.csv }
tests:
  - name: each origin is looked at by itself, in the order of dates
    given:
      flights:
        - { origin: SAN, date: 2001-01-03, delay: null }
        - { origin: SAN, date: 2001-01-01, delay: 10 }
        - { origin: SAN, date: 2001-01-02, delay: 20 }
        - { origin: SFO, date: 2001-01-02, delay: 7 }
    expect:
      in_turn:
        - { origin: SAN, date: 2001-01-01, delay: 10, previous_delay: null, last_known: 10, mean_of_three: 10, place: 1 }
        - { origin: SAN, date: 2001-01-02, delay: 20, previous_delay: 10, last_known: 20, mean_of_three: 15, place: 2 }
        - { origin: SAN, date: 2001-01-03, delay: null, previous_delay: 20, last_known: 20, mean_of_three: 15, place: 3 }
        - { origin: SFO, date: 2001-01-02, delay: 7, previous_delay: null, last_known: 7, mean_of_three: 7, place: 1 }
`,
  files: {
    'flights.csv':
      'origin,date,delay\nSAN,2001-01-01,14\nLAX,2001-01-01,16\nSAN,2001-01-02,\nSAN,2001-01-03,3\n',
  },
};
