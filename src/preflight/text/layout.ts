import { type CellKind, cellKind, isNullWord, isTyped } from './cells.js';
import { isBlankRecord, type TextRecord } from './records.js';

/** Where in a text its table is. Numbers are of records, blank lines among them. */
export interface Layout {
  /** Records before the header, or before the first row where there is no header. */
  readonly preamble: number;
  /** Records that make up the header; 0 where there is none. */
  readonly headers: number;
  /** Records at the end that are no rows: totals, notes. */
  readonly footer: number;
  readonly width: number;
  /** What tells that there is a header or none, and whether anything does. */
  readonly header: { readonly evidence: string; readonly isSure: boolean };
  /** The header, where it stands among the rows again. */
  readonly again?: readonly string[];
  /** The record at which a second table begins. */
  readonly second?: number;
}

const cell = ({ fields }: TextRecord, column: number): string => (fields[column] ?? '').trim();

/** Share of a column's cells that must be of one kind. */
const MOST = 0.8;

const family = (kind: CellKind): CellKind => (kind === 'integer' || kind === 'number' ? 'decimal' : kind);

/** The kind that most cells of a column have; text where they are of several. */
export const columnKind = (cells: readonly string[]): CellKind => {
  const kinds = cells
    .filter((text) => text.trim() !== '' && !isNullWord(text))
    .map((text) => family(cellKind(text)));
  const counts = new Map<CellKind, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  if (!most) return 'empty';
  return most[1] >= MOST * kinds.length ? most[0] : 'text';
};

const columnsOf = (rows: readonly TextRecord[], width: number): readonly (readonly string[])[] =>
  Array.from({ length: width }, (_, column) => rows.map((row) => cell(row, column)));

const NAME = /^[\p{L}_#][\p{L}\p{M}\p{N}_ ./()#%&:,'’*?-]*$/u;
const WORDS =
  /^(id|no|nr|name|title|date|datum|time|year|month|day|city|town|country|region|state|street|address|zip|code|type|kind|status|amount|price|total|quantity|qty|unit|currency|email|e-mail|phone|first.?name|last.?name|customer|product|order|item|sku|note|notes|comment|description|category|value|key|label|language|url|nom|prénom|ville|pays|stadt|land|preis|menge|kunde|nummer)$/i;

/** For a header, against one, or neither: what a column says of the cell above its values. */
const vote = (above: string, values: readonly string[]): number => {
  const kind = columnKind(values);
  const own = family(cellKind(above));
  if (above === '') return 0;
  if (isTyped(kind)) return own === kind ? -2 : isTyped(own) || isNullWord(above) ? -0.5 : 2;
  if (isTyped(own)) return 0.5;
  if (WORDS.test(above)) return 1;
  if (/^[a-z][a-z0-9]*(_[a-z0-9]+)+$/.test(above) && !values.some((value) => value.includes('_'))) return 1;
  const lengths = new Set(values.filter((value) => value !== '').map(({ length }) => length));
  if (values.length > 2 && lengths.size === 1 && !lengths.has(above.length)) return 1;
  return values.includes(above) ? -1 : 0;
};

const isNames = (record: TextRecord): boolean => {
  const names = record.fields.map((text) => text.trim()).filter((text) => text !== '');
  return names.length * 2 > record.fields.length && names.every((name) => NAME.test(name));
};

/** The first rows may be lines of a header: what columns hold is told by the others, where there are enough. */
const settledRows = (rows: readonly TextRecord[]): readonly TextRecord[] =>
  rows.length > 3 ? rows.slice(2) : rows;

const YEAR = /^(19|20)\d{2}$/;

/** Whether all numbers of a record are years that go up: names of columns, and no row has such. */
const isYears = (record: TextRecord): boolean => {
  const numbers = record.fields.map((text) => text.trim()).filter((text) => /^[\d.,]+$/.test(text));
  return (
    numbers.length > 1 &&
    numbers.every((text, at) => YEAR.test(text) && (at === 0 || text > (numbers[at - 1] ?? '')))
  );
};

/** Whether a record has a word in each field, and each of them once. */
const areWords = ({ fields }: TextRecord): boolean =>
  fields.every((text) => cellKind(text) === 'text') && new Set(fields).size === fields.length;

interface HeaderVote {
  readonly sum: number;
  readonly names: boolean;
}

const votesFor = (record: TextRecord, rows: readonly TextRecord[], width: number): HeaderVote => {
  const columns = columnsOf(settledRows(rows), width);
  const years = isYears(record);
  return {
    sum: columns.reduce((sum, values, column) => {
      const above = cell(record, column);
      return sum + (years && YEAR.test(above) ? 1 : vote(above, values));
    }, 0),
    names: isNames(record),
  };
};

/** Whether a record has words only above columns of numbers and dates: units, or the second line of a header. */
const isMoreHeader = (record: TextRecord, rows: readonly TextRecord[], width: number): boolean => {
  const columns = columnsOf(settledRows(rows), width);
  const typed = columns.flatMap((values, column) =>
    isTyped(columnKind(values)) ? [cell(record, column)] : [],
  );
  const isWord = (text: string): boolean => cellKind(text) === 'text' && !isNullWord(text);
  return typed.length > 0 && typed.every((text) => text === '' || isWord(text)) && typed.some(isWord);
};

/** The lines of a header that there may be. */
const MOST_HEADERS = 3;

const countHeaders = (table: readonly TextRecord[], width: number): number => {
  let count = 1;
  while (count < MOST_HEADERS && table.length > count + 1) {
    const record = table[count];
    if (!record || !isMoreHeader(record, table.slice(count + 1), width)) break;
    count += 1;
  }
  return count;
};

const headerOf = (table: readonly TextRecord[], width: number): Pick<Layout, 'headers' | 'header'> => {
  const [first, ...rows] = table;
  if (!first) return { headers: 0, header: { evidence: 'there are no records', isSure: false } };
  if (rows.length === 0) {
    const names = isNames(first);
    return {
      headers: names ? 1 : 0,
      header: { evidence: 'there is one record only', isSure: names },
    };
  }
  const { sum, names } = votesFor(first, rows, width);
  if (sum > 0)
    return {
      headers: countHeaders(table, width),
      header: { evidence: 'its first record is not like the values below it', isSure: true },
    };
  if (sum < 0)
    return { headers: 0, header: { evidence: 'its first record is like the values below it', isSure: true } };
  const isWords = areWords(first);
  return {
    headers: names || isWords ? 1 : 0,
    header: {
      evidence:
        names || isWords
          ? 'its first record could be names, and no other record has the like'
          : 'nothing tells its first record from the others',
      isSure: names || isWords,
    },
  };
};

const TOTAL =
  /^(grand |sub-?)?(total|sum|summe|gesamt|gesamtsumme|totaal|totale|somme|suma|totals?|count|rows?|records?|anzahl|zeilen|lignes|end of (file|report)|eof|generated|source|note|quelle|erstellt|average|mean|avg)\b/i;

const isEmptyRow = (record: TextRecord | undefined): boolean =>
  record?.fields.every((text) => text.trim() === '') ?? false;

/** Whether it is a row with another delimiter than the file has. */
const hasOtherDelimiter = ({ raw }: TextRecord, width: number): boolean =>
  [',', ';', '\t', '|'].some((mark) => raw.split(mark).length >= width);

/** Records at the end that speak of the rows instead of being one. */
const countFooter = (body: readonly TextRecord[], width: number): number => {
  let footer = 0;
  let confirmed = 0;
  for (let at = body.length - 1; at > 0 && footer < 20; at -= 1) {
    const record = body[at];
    if (!record) break;
    const text = record.fields.map((field) => field.trim()).filter((field) => field !== '');
    const isTotal =
      text.some((field, index) => index < 2 && TOTAL.test(field)) &&
      (!fits(record, body, width, at) || isEmptyRow(body[at - 1]));
    const isNote = width > 2 && record.fields.length === 1 && !hasOtherDelimiter(record, width);
    if (!isBlankRecord(record) && text.length > 0 && !isTotal && !isNote) break;
    footer += 1;
    const isBelow = confirmed > 0 && confirmed === footer - 1 && text.length === 0;
    if (isTotal || isBelow || (isNote && !isBlankRecord(record))) confirmed = footer;
  }
  return confirmed;
};

/** Whether a record has a value of the right kind in every column that has one elsewhere. */
const fits = (record: TextRecord, body: readonly TextRecord[], width: number, at: number): boolean => {
  if (record.fields.length !== width) return false;
  const before = body.slice(Math.max(0, at - 50), at).filter(({ fields }) => fields.length === width);
  return columnsOf(before, width).every((values, column) => {
    const text = cell(record, column);
    const isFull = values.every((value) => value !== '');
    if (text === '') return !isFull || values.length === 0;
    const kind = columnKind(values);
    return !isTyped(kind) || family(cellKind(text)) === kind;
  });
};

/** Whether records of one other width, of several fields, begin here with names. */
const isOtherTable = (at: number, body: readonly TextRecord[], width: number): boolean => {
  const [first, next] = [body[at], body[at + 1]];
  const other = first?.fields.length ?? 0;
  return (
    first !== undefined && other > 1 && other !== width && next?.fields.length === other && isNames(first)
  );
};

/** The record after a blank line with which a table of another shape begins, for at least two records. */
const secondTable = (body: readonly TextRecord[], width: number): number | undefined => {
  const other = body.findIndex((_, at) => isOtherTable(at, body, width));
  if (other >= 0) return other;
  for (let at = 1; at < body.length - 2; at += 1) {
    const [blank, first, next] = [body[at], body[at + 1], body[at + 2]];
    if (!blank || !first || !next || !isBlankRecord(blank) || isBlankRecord(first)) continue;
    const isOther = first.fields.length !== width && first.fields.length > 1;
    if (isOther && next.fields.length === first.fields.length) return at + 1;
    const above = body.slice(0, at).filter(({ fields }) => fields.length === width);
    const below = body.slice(at + 2).filter(({ fields }) => fields.length === first.fields.length);
    if (below.length > 0 && !isOther && isNames(first) && votesFor(first, above, width).sum >= 2)
      return at + 1;
  }
  return undefined;
};

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

/** The names in the lines of a header, joined from above to below; a blank in an upper line has the name to its left. */
export const headerNames = (headers: readonly TextRecord[], width: number): readonly string[] => {
  const lines = headers.map((record, line) => {
    let last = '';
    return Array.from({ length: width }, (_, column) => {
      const own = cell(record, column);
      if (line === headers.length - 1) return own;
      last = own === '' ? last : own;
      return last;
    });
  });
  return Array.from({ length: width }, (_, column) =>
    [...new Set(lines.map((line) => line[column] ?? '').filter((name) => name !== ''))].join('_'),
  );
};
