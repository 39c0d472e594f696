import type { Random } from '../../property/random.js';
import type { Row, Value } from '../dirty-file.js';
import { both, DATES, type Format, marks } from '../formats.js';
import type { Column, Table } from '../table.js';
import type { Corruption, Draft } from './draft.js';

const formatted = (draft: Draft, format: Format): Draft => ({
  ...draft,
  style: { ...draft.style, format: both(draft.style.format, format) },
});

const columnOf = ({ columns }: Table, type: Column['type']): number =>
  columns.findIndex((column) => column.type === type);

/** The values of all columns of a type. */
const valuesOf = ({ columns, rows }: Table, type: Column['type']): readonly string[] =>
  rows.flatMap((row) => row.filter((value, at) => value !== null && columns[at]?.type === type)) as string[];

const ENOUGH = 3;

const dates: Corruption = {
  defect: 'dates',
  touches: ['dates'],
  apply: (draft, random) => {
    const days = valuesOf(draft.table, 'date').filter((date) => Number(date.slice(8)) > 12);
    return days.length < ENOUGH ? undefined : formatted(draft, random.pick(Object.values(DATES)));
  },
};

const numberMarks: Corruption = {
  defect: 'thousand and decimal marks',
  touches: ['marks'],
  apply: (draft, random) => {
    const large = valuesOf(draft.table, 'decimal').filter((value) => Math.abs(Number(value)) >= 1000);
    if (large.length < ENOUGH) return undefined;
    return formatted(
      draft,
      random.pick([marks('.', ','), marks(',', '.'), marks('\u00a0', ','), marks('', ','), marks(' ', ',')]),
    );
  },
};

const nullWords: Corruption = {
  defect: 'null words',
  touches: ['nulls'],
  apply: (draft, random) => {
    if (!draft.table.rows.some((row) => row.includes(null))) return undefined;
    const word = random.pick(['NULL', 'null', 'N/A', 'n/a', '#N/A']);
    return { ...draft, style: { ...draft.style, nullWord: () => word } };
  },
};

/** A table with one column made anew. */
const withColumn = (
  draft: Draft,
  at: number,
  type: Column['type'],
  change: (value: Value, row: number) => Value,
): Draft => {
  const { table } = draft;
  const columns = table.columns.map((column, place) => (place === at ? { ...column, type } : column));
  const rows = table.rows.map((row, number): Row => row.with(at, change(row[at] ?? null, number)));
  return { ...draft, table: { ...table, columns, rows } };
};

const replaced =
  (type: Column['type'], value: (random: Random, row: number) => string): Corruption['apply'] =>
  (draft, random) => {
    const at = columnOf(draft.table, 'integer');
    if (at < 0) return undefined;
    return withColumn(draft, at, type, (old, row) => (old === null ? null : value(random, row)));
  };

const bigIntegers: Corruption = {
  defect: 'integers past 2^53',
  touches: ['type'],
  apply: replaced('integer', (random, row) =>
    String(9_007_199_254_740_993n + BigInt(row) * 1_000_003n + BigInt(random.int(0, 999)) * 2n),
  ),
};

const leadingZeros: Corruption = {
  defect: 'leading zeros',
  touches: ['type'],
  apply: replaced('text', (random, row) =>
    String(row % 3 === 1 ? random.int(1, 99_999) : random.int(1, 9999)).padStart(6, '0'),
  ),
};

const newlines: Corruption = {
  defect: 'line ends in fields',
  touches: ['newline'],
  apply: (draft, random) => {
    const at = draft.table.columns.findLastIndex(({ type }) => type === 'text');
    const every = random.int(2, 6);
    return withColumn(draft, at, 'text', (value, row) =>
      value !== null && row % every === 1 ? `${value}\nzweite Zeile` : value,
    );
  },
};

/** What is wrong with the values of a file; the line ends come first, while texts are still those of the table. */
export const VALUES: readonly Corruption[] = [
  newlines,
  dates,
  numberMarks,
  nullWords,
  bigIntegers,
  leadingZeros,
];
