import type { Random } from '../../property/random.js';
import { type Broken, breakRecords } from '../broken.js';
import type { ColumnName, Truth } from '../dirty-file.js';
import { utf8 } from '../encodings.js';
import { type Table, truthOf } from '../table.js';
import { headerOf, joined, PLAIN, recordsOf, refusal, type Style } from '../write.js';

/** A record to break, once it is known how the file is written. */
export type Break = (table: Table, style: Style) => Broken;

/** Lines that stand around the records, once it is known how the file is written. */
type Lines = (table: Table, style: Style) => readonly string[];

/** A file that is still being made worse. */
export interface Draft {
  readonly table: Table;
  readonly style: Style;
  /** The names that the header shows. */
  readonly shown: readonly string[];
  /** The names that the truth has. */
  readonly names: readonly ColumnName[];
  readonly above: Lines;
  readonly aboveHeader: Lines;
  readonly belowHeader: Lines;
  readonly below: Lines;
  readonly breaks: readonly Break[];
  readonly encode: (text: string) => Uint8Array;
  /** What is done to the packed file, if it is packed. */
  readonly pack?: (bytes: Uint8Array) => Uint8Array;
}

/** One way to make a file worse. */
export interface Corruption {
  readonly defect: string;
  /** Parts of a file that no other corruption of the same file may touch. */
  readonly touches: readonly string[];
  /** `undefined` where it does not fit the table. */
  readonly apply: (draft: Draft, random: Random) => Draft | undefined;
}

const none: Lines = () => [];

export const draftOf = (table: Table): Draft => ({
  table,
  style: PLAIN,
  shown: table.columns.map(({ name }) => name),
  names: table.columns.map(({ name }) => name),
  above: none,
  aboveHeader: none,
  belowHeader: none,
  below: none,
  breaks: [],
  encode: utf8,
});

const headerLines = (draft: Draft): readonly string[] => {
  const { table, style, shown } = draft;
  if (!style.header) return [];
  const named = {
    ...table,
    columns: table.columns.map((column, at) => ({ ...column, name: shown[at] ?? '' })),
  };
  return [...draft.aboveHeader(table, style), headerOf(named, style), ...draft.belowHeader(table, style)];
};

/** The record of one row alone, with other ways of writing where they are said. */
export const recordOf = (table: Table, row: number, style: Style): string =>
  recordsOf({ ...table, rows: table.rows.slice(row, row + 1) }, style)[0] ?? '';

export interface Rendered {
  readonly bytes: () => Uint8Array;
  readonly truth: Truth;
}

/** The bytes and the truth of a draft. */
export const render = (draft: Draft): Rendered => {
  const { table, style, names, breaks, encode, pack } = draft;
  const { records, ...truth } = breakRecords(
    table,
    style,
    breaks.map((one) => one(table, style)),
  );
  const lines = [
    ...draft.above(table, style),
    ...headerLines(draft),
    ...records,
    ...draft.below(table, style),
  ];
  const bytes = (): Uint8Array => encode(joined(lines, style));
  if (pack !== undefined) return { bytes: () => pack(bytes()), truth: refusal('the archive is damaged') };
  return { bytes, truth: { ...truthOf(table), ...truth, columns: names } };
};
