import { countFooter } from './footer.js';
import { type FoundHeader, headerOf } from './header.js';
import { isBlankRecord, type TextRecord } from './records.js';
import { isOtherTable, secondTable } from './second-table.js';

/** Where in a text its table is. Numbers are of records, blank lines among them. */
export interface Layout extends FoundHeader {
  /** Records before the header, or before the first row where there is no header. */
  readonly preamble: number;
  /** Records at the end that are no rows: totals, notes. */
  readonly footer: number;
  readonly width: number;
  /** The header, where it stands among the rows again. */
  readonly again?: readonly string[];
  /** The record at which a second table begins. */
  readonly second?: number;
}

const firstOfWidth = (all: readonly TextRecord[], width: number): number => {
  const isFit = (record: TextRecord | undefined): boolean =>
    record?.fields.length === width && !isBlankRecord(record);
  const found = all.findIndex((record, index) => {
    if (!isFit(record)) return false;
    const next = all.slice(index + 1).find((other) => !isBlankRecord(other));
    return next === undefined || isFit(next) || all.slice(index + 1, index + 4).some(isFit);
  });
  return Math.max(0, found);
};

const isSparse = ({ fields }: TextRecord): boolean =>
  fields.filter((text) => text.trim() !== '').length * 2 <= fields.length;

/** Lines before a table that are filled up with delimiters: most of their fields are empty, of rows they are not. */
const pastSparse = (all: readonly TextRecord[], from: number, width: number): number => {
  const rows = all.slice(from).filter(({ fields }) => fields.length === width);
  const isSparseTable = rows.filter(isSparse).length * 2 > rows.length;
  if (width < 3 || isSparseTable) return from;
  const full = all.findIndex(
    (record, at) => at >= from && record.fields.length === width && !isSparse(record),
  );
  return full < 0 || full > from + 20 ? from : full;
};

/** What the document has pinned of a layout. */
export interface PinnedLayout {
  /** Whether all of the text is one table of plain CSV with a header, as those write it who turn other formats into it. */
  readonly isPlain?: boolean;
  /** Whether there is one, or of how many lines it is. */
  readonly header?: boolean | number;
  readonly skip?: number;
  readonly skipFooter?: number;
}

const withoutRepeats = ([first, ...others]: readonly TextRecord[]): readonly TextRecord[] =>
  first
    ? [
        first,
        ...(others.length > 2 ? others.filter((record, at) => at === 0 || record.raw !== first.raw) : others),
      ]
    : [];

const headerLines = (pinned: boolean | number | undefined, found: number): number => {
  if (typeof pinned === 'number') return pinned;
  return pinned === undefined ? found : pinned ? Math.max(1, found) : 0;
};

/** A header and then rows, to the end, whatever they look like. */
const plainLayout = (width: number): Layout => ({
  preamble: 0,
  headers: 1,
  footer: 0,
  width,
  header: { evidence: 'it was written with one', isSure: true },
});

/** Finds the table among the records; `isWhole` where they go on to the end of the file. */
export const findLayout = (
  all: readonly TextRecord[],
  width: number,
  isWhole: boolean,
  pinned: PinnedLayout = {},
): Layout => {
  if (pinned.isPlain === true) return plainLayout(width);
  const preamble = pinned.skip ?? pastSparse(all, firstOfWidth(all, width), width);
  const table = all.slice(preamble);
  const rows = table.filter((record) => record.fields.length === width && !isBlankRecord(record));
  const found = headerOf(withoutRepeats(rows), width);
  const isPinned = pinned.header !== undefined;
  const headers = headerLines(pinned.header, found.headers);
  const header = isPinned ? { evidence: 'the document says so', isSure: true } : found.header;
  const names = headers === 1 ? rows[0]?.fields : undefined;
  const isAgain = (record: TextRecord): boolean =>
    names !== undefined && record.fields.join('\n') === names.join('\n');
  const body = table.slice(headers);
  const distinct = body.filter((record) => !isAgain(record));
  const before =
    pinned.skip === undefined &&
    all
      .slice(0, preamble)
      .some((line, at, lines) => line.fields.length > 2 && isOtherTable(at, lines, width));
  const second = before ? 0 : secondTable(distinct, width);
  return {
    preamble,
    headers,
    footer: pinned.skipFooter ?? (isWhole && second === undefined ? countFooter(body, width) : 0),
    width,
    header,
    ...(names && distinct.length < body.length ? { again: names } : {}),
    ...(second === undefined ? {} : { second: before ? 0 : preamble + headers + second }),
  };
};
