import type { Decision, TextFormat } from '../../kit/index.js';
import { lookAtColumn } from './columns.js';
import { decisionsOf } from './decisions.js';
import { type PinnedDialect, type RatedDialect, rateDialects } from './dialect.js';
import { type Encoding, type FoundEncoding, findEncoding } from './encoding.js';
import { findLayout, headerNames, type Layout, type PinnedLayout } from './layout.js';
import { usableNames } from './names.js';
import { type Dialect, isBlankRecord, records, type TextRecord } from './records.js';
import { formatsOf, type Settled, settleColumns } from './settle.js';

/** What was read of a file in order to know it. */
export interface TextSamples {
  readonly head: Uint8Array;
  /** From the middle and the end, where the head is not all of the file. */
  readonly others: readonly Uint8Array[];
}

/** What the document says of how a file is written; it is not looked for. */
export interface PinnedText extends PinnedDialect, PinnedLayout {
  readonly names?: readonly string[];
  /** Whether the document says how dates are written. */
  readonly hasDates?: boolean;
  /** Words that stand for null. */
  readonly nulls?: readonly string[];
  /** Types of columns. */
  readonly types?: Readonly<Record<string, string>>;
}

/** How a text file is written, and what in it tells so. */
export interface TextLook {
  readonly encoding: Encoding;
  readonly dialect: Dialect;
  readonly layout: Layout;
  readonly names: readonly string[];
  /** By column, where the engine would not read the values so by itself. */
  readonly formats: Readonly<Record<string, TextFormat>>;
  /** Whether an engine reads it right as it is, once the dialect is pinned. */
  readonly isPlain: boolean;
  /** Whether the names are not just those of the header. */
  readonly renamed: boolean;
  /** Whether there is nothing in it. */
  readonly isEmpty: boolean;
  readonly decisions: readonly Decision[];
}

/** All that was seen, for the decisions. */
export interface Seen {
  readonly encoding: FoundEncoding;
  readonly rated: readonly RatedDialect[];
  readonly text: string;
  readonly all: readonly TextRecord[];
  readonly layout: Layout;
  readonly given: readonly string[];
  readonly names: readonly string[];
  readonly settled: Settled;
  readonly pinned: PinnedText;
}

const decode = (bytes: Uint8Array, encoding: Encoding): string =>
  new TextDecoder(encoding).decode(bytes, { stream: true });

/** Without the record that the end of the sample cuts. */
const wholeRecords = (all: readonly TextRecord[], isWhole: boolean): readonly TextRecord[] =>
  isWhole ? all : all.slice(0, -1);

const isPlainText = ({ encoding, text, layout, all, rated }: Seen): boolean => {
  const [best] = rated;
  return (
    encoding.encoding === 'utf-8' &&
    !text.includes('\0') &&
    layout.headers <= 1 &&
    layout.footer === 0 &&
    best?.dialect.delimiter !== ' ' &&
    !/\r(?!\n)/.test(text) &&
    !(text.includes('\r\n') && /[^\r]\n/.test(text)) &&
    all.slice(0, layout.preamble).every(({ raw }) => !/["']/.test(raw)) &&
    all.every((record) => !record.isMended && (isBlankRecord(record) || hasTidyQuotes(record, best?.dialect)))
  );
};

/** Quotes stand right beside the delimiters: engines keep blanks between them, or stumble. */
const hasTidyQuotes = ({ raw, quoted }: TextRecord, dialect: Dialect | undefined): boolean => {
  if (!dialect || !quoted.includes(true)) return true;
  const { quote, delimiter } = dialect;
  return (
    !raw.includes(`${delimiter} ${quote}`) && !raw.includes(`${quote} ${delimiter}`) && !raw.startsWith(' ')
  );
};

const namesOf = (
  all: readonly TextRecord[],
  { preamble, headers, width }: Layout,
  pinned: PinnedText,
): readonly string[] =>
  pinned.names ??
  (headers === 0
    ? Array.from({ length: width }, (_, index) => `column${index}`)
    : headerNames(all.slice(preamble, preamble + headers), width));

const rowsOf = (
  all: readonly TextRecord[],
  { preamble, headers, footer, width }: Layout,
): readonly TextRecord[] =>
  all
    .slice(preamble + headers, all.length - footer)
    .filter((record) => record.fields.length === width && !isBlankRecord(record));

/** Looks at a text file: its encoding, its dialect, where its table is, and how its values are written. */
export const lookAtText = (samples: TextSamples, pinned: PinnedText = {}): TextLook => {
  const encoding = findEncoding([samples.head, ...samples.others]);
  const text = decode(samples.head.subarray(encoding.markBytes), encoding.encoding);
  const isWhole = samples.others.length === 0;
  const rated = rateDialects(text, pinned);
  const best = rated[0] ?? {
    dialect: { delimiter: ',', quote: '"', escapeMark: '"' },
    width: 1,
    agreement: 1,
    score: 0,
  };
  const all = wholeRecords(records(text, best.dialect, { width: best.width }), isWhole);
  const layout = findLayout(all, best.width, isWhole, pinned);
  const given = namesOf(all, layout, pinned);
  const names = usableNames(given);
  const rows = rowsOf(all, layout);
  const looks = names.map((name, column) =>
    lookAtColumn(
      name,
      rows.map(({ fields }) => fields[column] ?? ''),
      pinned,
    ),
  );
  const settled = settleColumns(looks, best.dialect.delimiter);
  const seen: Seen = { encoding, rated, text, all, layout, given, names, settled, pinned };
  return {
    encoding: encoding.encoding,
    dialect: best.dialect,
    layout,
    names,
    formats: formatsOf(settled),
    isPlain: isPlainText(seen),
    renamed:
      pinned.names === undefined && layout.headers > 0 && names.some((name, index) => name !== given[index]),
    isEmpty: all.every(isBlankRecord),
    decisions: decisionsOf(seen),
  };
};
