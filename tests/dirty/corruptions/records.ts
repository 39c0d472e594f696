import type { Random } from '../../property/random.js';
import type { Broken } from '../broken.js';
import type { Row } from '../dirty-file.js';
import type { Table } from '../table.js';
import type { Style } from '../write.js';
import { type Break, type Corruption, type Draft, recordOf } from './draft.js';

type Make = (table: Table, row: number, style: Style) => Broken;

/** Some rows to break, few beside the good ones; the first two tell what the table is. */
const someRows = ({ table }: Draft, random: Random): readonly number[] => {
  const rows = Array.from({ length: table.rows.length - 2 }, (_, at) => at + 2);
  return random.some(rows, 1, Math.max(1, Math.floor(table.rows.length / 12)));
};

const breaking = (draft: Draft, random: Random, make: Make): Draft => {
  const breaks = someRows(draft, random).map(
    (row): Break =>
      (table, style) =>
        make(table, row, style),
  );
  return { ...draft, breaks: [...draft.breaks, ...breaks] };
};

const tooFew: Corruption = {
  defect: 'too few fields',
  touches: ['break'],
  apply: (draft, random) => {
    const fields = random.int(2, draft.table.columns.length - 1);
    return breaking(draft, random, (table, row, style) => ({
      row,
      change: () => recordOf({ ...table, columns: table.columns.slice(0, fields) }, row, style),
    }));
  },
};

const tooMany: Corruption = {
  defect: 'too many fields',
  touches: ['break'],
  apply: (draft, random) => {
    const more = random.pick([['x'], ['99', 'y'], ['', '', 'z']]);
    return breaking(draft, random, (_table, row, { delimiter }) => ({
      row,
      change: (record) => [record, ...more].join(delimiter),
    }));
  },
};

const OTHERS = [';', '\t', '|'] as const;

/** Not where values have marks that are delimiters too. */
const otherDelimiter: Corruption = {
  defect: 'one row with another delimiter',
  touches: ['break', 'marks', 'dates', 'newline'],
  apply: (draft, random) => {
    const row = random.int(2, draft.table.rows.length - 1);
    const first = random.int(0, OTHERS.length - 1);
    const one: Break = (table, style) => {
      const others = OTHERS.filter((other) => other !== style.delimiter);
      const delimiter = others[first % others.length] ?? ';';
      return { row, change: () => recordOf(table, row, { ...style, delimiter }), mendable: true };
    };
    return { ...draft, breaks: [...draft.breaks, one] };
  },
};

const INCH = 'ZOLL';

const withText = (table: Table, row: number, at: number, text: string): Table => ({
  ...table,
  rows: table.rows.map((values, place): Row => (place === row ? values.with(at, text) : values)),
});

const strayQuote: Corruption = {
  defect: 'stray quotes',
  touches: ['break', 'quote', 'escape', 'newline'],
  apply: (draft, random) => {
    const at = draft.table.columns.findLastIndex(({ type }) => type === 'text');
    const row = random.int(2, draft.table.rows.length - 1);
    const size = `DN${random.int(10, 99)}`;
    const bare = withText(draft.table, row, at, size + INCH);
    const one: Break = (_table, style) => ({
      row,
      change: () => recordOf(bare, row, style).replace(INCH, '"'),
      mendable: true,
    });
    return { ...draft, table: withText(draft.table, row, at, `${size}"`), breaks: [...draft.breaks, one] };
  },
};

const nulByte: Corruption = {
  defect: 'NUL bytes',
  touches: ['break', 'encoding'],
  apply: (draft, random) =>
    breaking(draft, random, (_table, row) => ({
      row,
      change: (record) => record.replace(/[a-z]/, '$&\0'),
      mendable: true,
    })),
};

/** What is wrong with some of the records of a file. */
export const RECORDS: readonly Corruption[] = [tooFew, tooMany, otherDelimiter, strayQuote, nulByte];
