import { describe, expect, test } from 'vitest';
import { project } from '../support/project.js';
import { run } from './run.js';

/** Texts of each type that lose nothing when they are cast, and texts that would, or are none of its values. */
const texts: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  [
    'integer',
    ['0', '-0', '+5', '007', ' 12 ', '12.0', '12.', '2147483647', '-2147483648'],
    ['12.7', '0.5', '1e-1', '15e-1', '2147483648', 'x', '1 2', '12,5', '0x1F', 'inf'],
  ],
  [
    'bigint',
    ['9223372036854775807', '-9223372036854775808'],
    [
      '9223372036854775808',
      '9007199254740993.4',
      '1.5',
      '1e2',
      '12e2',
      '1.25e4',
      '.5e4',
      '0012e4',
      '1.23457E+12',
    ],
  ],
  ['utinyint', ['0', '255'], ['256', '-1', '1.5']],
  [
    'decimal(6,2)',
    ['1', '1.5', '1.50', '1.500', '-9999.99', '.5', '5.', '0'],
    ['1.505', '10000', '1e-3', '12,50', 'x', '1.001'],
  ],
  ['double', ['1.5', '-2e10', '0', 'inf', 'NaN', '-Infinity', '1e300'], ['1e999', '12,5', 'x']],
  ['boolean', ['true', 'false', 'TRUE', '1', '0', 't'], ['2', 'maybe']],
  [
    'date',
    ['2026-01-02', '2026-1-2', '2026/01/02', '2026-01-02 00:00:00', '2024-02-29'],
    ['2026-02-29', '2026-13-01', '02.13.2026', '2026-01-02 13:00:00', '2026-01-02T10:00:00Z', 'today'],
  ],
  [
    'timestamp',
    [
      '2026-01-02 10:00:00',
      '2026-01-02T10:00:00Z',
      '2026-01-02 10:00:00.123',
      '2026-01-02',
      '2026-01-02 10:00',
    ],
    [
      '2026-01-02 10:00:00+02:00',
      '2026-01-02T10:00:00-0500',
      '2026-01-02 10:00+02',
      '2026-1-2 3:04:05+02',
      '2026-01-02T10:00:00+02:00 ',
      '2026-01-02 10:00:00+02:00:00',
      '2026-01-02 10:00:00.123456789',
      '2026-02-30 10:00:00',
      'x',
    ],
  ],
  ['timestamptz', ['2026-01-02 10:00:00+02:00', '2026-01-02T10:00:00Z'], ['2026-02-30 10:00:00+00', 'x']],
  ['time', ['10:00', '23:59:59.5'], ['25:00', 'x', '10:00+02:00', '10:00:00.1234567']],
  ['timestamp_s', ['2026-01-02 10:00:00', '2026-01-02 10:00:00.0'], ['2026-01-02 10:00:00.9', 'x']],
  ['uuid', ['cdf33bdc-64f5-4e1b-9075-28bcc4981f92'], ['cdf33bdc', 'x']],
  ['varchar', ['007', ' x ', 'NaN'], []],
];

const documentOf = (type: string): string => `millrace: 1
pipeline: types
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: read_csv
    with: { path: raw://orders.csv, delimiter: ";", header: true }
    contract:
      columns:
        id: { type: integer }
        value: { type: "${type}" }
      tolerate: { share: 100% }
  out:
    use: write_parquet
    from: orders
    with: { path: out://orders.parquet }
`;

describe('a contract casts without loss', () => {
  test.each(texts)('%s', async (type, good, bad) => {
    const all = [...good, ...bad];
    const rows = all.map((text, index) => `${index};${text}\n`).join('');
    const at = await project({ 'pipeline.yaml': documentOf(type), 'orders.csv': `id;value\n${rows}` });
    const { record, originals } = await run(at);
    expect(record.contracts).toMatchObject([{ in: all.length, quarantined: bad.length }]);
    expect(originals.map(({ value }) => value)).toEqual(bad);
  });
});
