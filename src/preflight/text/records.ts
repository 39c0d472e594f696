/** How fields and records of a text file are told apart. */
export interface Dialect {
  readonly delimiter: string;
  /** The quote, or nothing where there is none. */
  readonly quote: string;
  /** What stands before a quote that belongs to the value: the quote itself, or a backslash. */
  readonly escapeMark: string;
  /** Whether a blank follows each delimiter and is no part of the value. */
  readonly isSpaced?: boolean;
  /** Whether a delimiter stands after the last field too. */
  readonly isEnded?: boolean;
}

export interface TextRecord {
  readonly fields: readonly string[];
  /** The record as it stands in the file, without its line end. */
  readonly raw: string;
  /** Where the next record begins. */
  readonly next: number;
  /** Lines of the file that it takes. */
  readonly lines: number;
  /** Which of the fields stood in quotes. */
  readonly quoted: readonly boolean[];
  /** Quotes did not follow the dialect; the fields are what it most likely means. */
  readonly isMended: boolean;
  /** A quote was opened and never closed. */
  readonly isUnclosed: boolean;
  /** Its quotes make no sense with the records around it: what its fields are nobody knows. */
  readonly isBroken?: true;
}

interface Field {
  readonly text: string;
  readonly end: number;
  readonly isQuoted: boolean;
  readonly isMended: boolean;
  readonly isUnclosed: boolean;
}

const isEnd = (text: string, at: number): boolean =>
  at >= text.length || text[at] === '\n' || text[at] === '\r';

const afterEnd = (text: string, at: number): number =>
  at >= text.length ? at : text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : at + 1;

const isBlank = (character: string | undefined, { delimiter }: Dialect): boolean =>
  (character === ' ' || (character === '\t' && delimiter !== '\t')) && delimiter !== ' ';

const pastBlanks = (text: string, from: number, dialect: Dialect): number => {
  let at = from;
  while (isBlank(text[at], dialect)) at += 1;
  return at;
};

const plainField = (text: string, from: number, dialect: Dialect): Field => {
  const { delimiter, escapeMark } = dialect;
  let value = '';
  let at = from;
  for (; !isEnd(text, at) && !text.startsWith(delimiter, at); at += 1) {
    if (escapeMark === '\\' && text[at] === '\\' && !isEnd(text, at + 1)) at += 1;
    value += text[at];
  }
  const unspaced = dialect.isSpaced === true ? value.replace(/^ /, '') : value;
  return { text: unspaced, end: at, isQuoted: false, isMended: false, isUnclosed: false };
};

/** A field in quotes. A quote inside that nothing escapes belongs to the value, where no field can end after it. */
const quotedField = (text: string, from: number, dialect: Dialect): Field => {
  const { quote, escapeMark, delimiter } = dialect;
  let value = '';
  let isMended = false;
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === escapeMark && escapeMark !== quote && at + 1 < text.length) {
      at += 1;
      value += text[at] === quote || text[at] === escapeMark ? text[at] : escapeMark + text[at];
      continue;
    }
    if (character !== quote) {
      value += character;
      continue;
    }
    const end = pastBlanks(text, at + 1, dialect);
    if (isEnd(text, end) || text.startsWith(delimiter, end))
      return { text: value, end, isQuoted: true, isMended, isUnclosed: false };
    if (text[at + 1] === quote) at += 1;
    else isMended = true;
    value += quote;
  }
  return { text: value, end: text.length, isQuoted: true, isMended, isUnclosed: true };
};

const field = (text: string, from: number, dialect: Dialect): Field => {
  if (dialect.quote !== '') {
    const start = pastBlanks(text, from, dialect);
    if (text[start] === dialect.quote) return quotedField(text, start, dialect);
  }
  return plainField(text, from, dialect);
};

const countLines = (raw: string): number => raw.split(/\r\n|\n|\r/).length;

/** The record that begins at `from`. */
export const recordAt = (text: string, from: number, dialect: Dialect): TextRecord => {
  const fields: Field[] = [];
  let at = from;
  for (;;) {
    const next = field(text, at, dialect);
    fields.push(next);
    at = next.end;
    if (isEnd(text, at)) break;
    at += dialect.delimiter.length;
  }
  const raw = text.slice(from, at);
  const last = fields.at(-1);
  if (dialect.isEnded === true && fields.length > 1 && last?.text === '' && !last.isQuoted) fields.pop();
  return {
    fields: fields.map((found) => found.text),
    raw,
    next: afterEnd(text, at),
    lines: countLines(raw),
    quoted: fields.map(({ isQuoted }) => isQuoted),
    isMended: fields.some((found) => found.isMended),
    isUnclosed: fields.some((found) => found.isUnclosed),
  };
};

const lineEnd = (text: string, from: number): number => {
  const found = text.slice(from).search(/[\r\n]/);
  return found < 0 ? text.length : from + found;
};

/** The record in the first line of what a quote would make longer: its quotes mean themselves. */
const firstLine = (text: string, from: number, dialect: Dialect): TextRecord => {
  const end = lineEnd(text, from);
  const record = recordAt(text.slice(from, end), 0, { ...dialect, quote: '' });
  return { ...record, next: afterEnd(text, end), isMended: true, isBroken: true };
};

/** Whether a record of several lines has too few or too many fields, and a sound one follows it: its quotes are then right. */
const isFollowedByRow = (text: string, record: TextRecord, dialect: Dialect, width: number): boolean =>
  record.next >= text.length || recordAt(text, record.next, dialect).fields.length === width;

/**
 * The record at `from`, where it is known how many fields records have. A quote that would swallow the next records, or
 * is never closed, is taken for a character of its line.
 */
export const fittingRecordAt = (text: string, from: number, dialect: Dialect, width: number): TextRecord => {
  const record = recordAt(text, from, dialect);
  if (record.isUnclosed || (record.lines > 1 && record.isMended)) return firstLine(text, from, dialect);
  if (record.lines === 1 || record.fields.length === width) return record;
  return isFollowedByRow(text, record, dialect, width) ? record : firstLine(text, from, dialect);
};

/** All records of a text, blank lines as records of one empty field. */
export const records = (
  text: string,
  dialect: Dialect,
  { width, limit = Number.POSITIVE_INFINITY }: { readonly width?: number; readonly limit?: number } = {},
): readonly TextRecord[] => {
  const found: TextRecord[] = [];
  for (let at = 0; at < text.length && found.length < limit; ) {
    const record =
      width === undefined ? recordAt(text, at, dialect) : fittingRecordAt(text, at, dialect, width);
    found.push(record);
    at = record.next;
  }
  return found;
};

/** Whether a record is a blank line. */
export const isBlankRecord = ({ fields, quoted }: TextRecord): boolean =>
  fields.length === 1 && quoted[0] === false && (fields[0] ?? '').trim() === '';
