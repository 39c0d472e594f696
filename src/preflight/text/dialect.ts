import { cellKind, isTyped } from './cells.js';
import { type Dialect, isBlankRecord, records, type TextRecord } from './records.js';

/** A dialect with what speaks for it. */
export interface RatedDialect {
  readonly dialect: Dialect;
  /** Fields of most records. */
  readonly width: number;
  /** Share of the records with so many fields. */
  readonly agreement: number;
  readonly score: number;
}

export const DELIMITERS = [',', ';', '\t', '|', ' '] as const;
const QUOTES = ['"', "'"] as const;

/** Records that are enough to know a dialect by. */
const ENOUGH = 400;

/** How many fields most of the records have: of those that are as frequent, the more. */
export const usualWidth = (found: readonly TextRecord[]): { width: number; agreement: number } => {
  const counts = new Map<number, number>();
  for (const { fields } of found) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
  const [width = 1, count = 0] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [];
  return { width, agreement: found.length === 0 ? 0 : count / found.length };
};

const LEFTOVER = /[;\t|]/;

/** How much a cell looks like one value: 1 for a number or a date, little for text that holds delimiters or quotes. */
const cellWorth = (cell: string, isQuoted: boolean): number => {
  if (isQuoted) return 1;
  if (isTyped(cellKind(cell))) return 1;
  if (LEFTOVER.test(cell)) return 0.3;
  if (/^["']|["']$/.test(cell.trim())) return 0.2;
  if (/,/.test(cell)) return 0.6;
  return cell === '' ? 0.85 : 0.9;
};

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

const worth = (found: readonly TextRecord[]): number =>
  mean(
    found.flatMap(({ fields, quoted }) =>
      fields.map((cell, index) => cellWorth(cell, quoted[index] === true)),
    ),
  );

const MENDED = 0.8;

/** Where the quotes of a record swallow the next ones, those are hidden: each is then taken by its own line. */
const recordsToRate = (text: string, dialect: Dialect): readonly TextRecord[] => {
  const all = records(text, dialect, { limit: ENOUGH });
  const isSwallowing = all.some((record) => record.isMended && record.lines > 1);
  return isSwallowing ? records(text, dialect, { width: usualWidth(all).width, limit: ENOUGH }) : all;
};

const rate = (text: string, dialect: Dialect): RatedDialect => {
  const found = recordsToRate(text, dialect).filter((record) => !isBlankRecord(record));
  const { width, agreement } = usualWidth(found);
  const fitting = found.filter(({ fields }) => fields.length === width);
  const mended = mean(found.map(({ isMended, isUnclosed }) => (isMended || isUnclosed ? MENDED : 1)));
  const spread = width === 1 ? 0.3 : 1 - 1 / (width + 2);
  return { dialect, width, agreement, score: agreement ** 1.5 * worth(fitting) * spread * mended };
};

const escaped = (text: string, quote: string, delimiter: string): readonly string[] =>
  text.includes(`\\${quote}`) || text.includes(`\\${delimiter}`) ? [quote, '\\'] : [quote];

/** The quotes that stand around fields; the standard one where none does. */
const quotesIn = (text: string, delimiter: string): readonly string[] => {
  const around = (quote: string): boolean => {
    const edge = delimiter === '|' ? '\\|' : delimiter;
    return new RegExp(`(^|[\\r\\n]|${edge}) *${quote}[^\\r\\n]*?${quote} *($|[\\r\\n]|${edge})`).test(text);
  };
  const found = QUOTES.filter(around);
  return found.length > 0 ? found : ['"'];
};

/** What the document has pinned of a dialect. */
export interface PinnedDialect {
  readonly delimiter?: string;
  readonly quote?: string;
  readonly escapeMark?: string;
}

/** Those that occur; one of them where none does, so that there is a dialect. */
const occurring = (text: string, delimiters: readonly string[]): readonly string[] => {
  const found = delimiters.filter((delimiter) => text.includes(delimiter));
  return found.length > 0 ? found : delimiters.slice(0, 1);
};

/** The delimiters of a dialect in question, each with quotes and escapes that occur, the likeliest first. */
export const rateDialects = (text: string, pinned: PinnedDialect = {}): readonly RatedDialect[] => {
  const delimiters = pinned.delimiter === undefined ? occurring(text, DELIMITERS) : [pinned.delimiter];
  const candidates = delimiters.flatMap((delimiter) => {
    const quotes = pinned.quote === undefined ? quotesIn(text, delimiter) : [pinned.quote];
    return quotes.flatMap((quote) =>
      (pinned.escapeMark === undefined ? escaped(text, quote, delimiter) : [pinned.escapeMark]).map(
        (escapeMark) => ({
          delimiter,
          quote,
          escapeMark,
        }),
      ),
    );
  });
  return candidates.map((dialect) => rate(text, dialect)).sort((a, b) => b.score - a.score);
};

const SPACED = 0.9;

/** Whether nearly every field but the first begins with a blank. */
const isSpaced = (found: readonly TextRecord[]): boolean => {
  const later = found.flatMap(({ fields, quoted }) =>
    fields.slice(1).filter((_, index) => quoted[index + 1] === false),
  );
  return later.length > 0 && later.filter((text) => text.startsWith(' ')).length >= SPACED * later.length;
};

/** Whether all records end with a delimiter, so that the last of their fields is none. */
const isEnded = (found: readonly TextRecord[]): boolean =>
  found.length > 1 &&
  found.every(({ fields, quoted }) => fields.length > 1 && fields.at(-1) === '' && quoted.at(-1) === false);

/** The best dialect with the habits of who wrote the file. */
export const completed = (
  text: string,
  { dialect, width }: RatedDialect,
): { dialect: Dialect; width: number } => {
  const fitting = records(text, dialect, { width, limit: ENOUGH }).filter(
    ({ fields }) => fields.length === width,
  );
  const ended = width > 1 && isEnded(fitting);
  return {
    dialect: {
      ...dialect,
      ...(dialect.delimiter !== ' ' && isSpaced(fitting) ? { isSpaced: true } : {}),
      ...(ended ? { isEnded: true } : {}),
    },
    width: ended ? width - 1 : width,
  };
};
