import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: readings-by-month
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  wide:
    use: read_csv
    with: { path: raw://readings.csv }
  readings:
    use: unpivot
    from: wide
    with:
      columns: [jan, feb]
      name: month
      value: rain
  out:
    use: write_csv
    from: readings
    with: { path: out://readings.csv }
tests:
  - name: a month without a reading has a row all the same
    given:
      wide:
        - { station: Oslo, jan: 49, feb: null }
    expect:
      readings:
        - { station: Oslo, month: jan, rain: 49 }
        - { station: Oslo, month: feb, rain: null }
`,
  files: { 'readings.csv': 'station,jan,feb\nOslo,49,36\nRome,80.5,\n' },
};
