import { type Encoding, findEncoding } from '../../base/encoding.js';
import type { Decision, TextFormat } from '../../kit/index.js';
import { lookAtColumn } from './columns.js';
import { decisionsOf } from './decisions.js';
import { completed, type RatedDialect, rateDialects } from './dialect.js';
import { headerNames } from './header.js';
import { laterRows } from './later-rows.js';
import { findLayout, type Layout } from './layout.js';
import { usableNames } from './names.js';
import { type Dialect, isBlankRecord, recordAt, records, type TextRecord } from './records.js';
import type { PinnedText, Seen } from './seen.js';
import { formatsOf, settleColumns } from './settle.js';
import { firstUnfit, type UnfitRecord } from './unfit.js';

/** What was read of a file in order to know it. */
export interface TextSamples {
  readonly head: Uint8Array;
  /** From the middle and the end, where the head is not all of the file. */
  readonly others: readonly Uint8Array[];
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
  /** The names as the file has them. */
  readonly given: readonly string[];
  /** Whether the names are not just those of the header. */
  readonly renamed: boolean;
  /** The first record that is no row. */
  readonly unfit?: UnfitRecord;
  /** Whether its characters are those of text. */
  readonly isText: boolean;
  /** Whether there is nothing in it. */
  readonly isEmpty: boolean;
  readonly decisions: readonly Decision[];
}

/** As a stream: decoded in one go, Node 20 takes Windows-1252 for Latin-1. */
const decode = (bytes: Uint8Array, encoding: Encoding): string =>
  new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes, { stream: true });

/** Without the record that the end of the sample cuts. */
const wholeRecords = (all: readonly TextRecord[], isWhole: boolean): readonly TextRecord[] =>
  isWhole ? all : all.slice(0, -1);

const isPlainText = ({ encoding, text, layout, all, dialect }: Seen): boolean => {
  return (
    encoding.encoding === 'utf-8' &&
    !text.includes('\0') &&
    layout.headers <= 1 &&
    layout.footer === 0 &&
    layout.again === undefined &&
    dialect.isSpaced !== true &&
    dialect.isEnded !== true &&
    !(dialect.escapeMark === '\\' && dialect.quote === '"') &&
    dialect.delimiter !== ' ' &&
    !text.startsWith('\uFEFF') &&
    !/\r(?!\n)/.test(text) &&
    !(text.includes('\r\n') && /[^\r]\n/.test(text)) &&
    all.slice(0, layout.preamble).every(({ raw }) => !/["']/.test(raw)) &&
    all.every((record) => !record.isMended && (isBlankRecord(record) || hasTidyQuotes(record, dialect)))
  );
};

/** Quotes stand right beside the delimiters: engines keep blanks between them, or stumble. */
const hasTidyQuotes = ({ raw, quoted }: TextRecord, dialect: Dialect): boolean => {
  if (!quoted.includes(true)) return true;
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

const rowsOf = (all: readonly TextRecord[], layout: Layout): readonly TextRecord[] => {
  const { preamble, headers, footer, width, again } = layout;
  const repeated = again?.join('\n');
  return all
    .slice(preamble + headers, all.length - footer)
    .filter(
      (record) =>
        record.fields.length === width &&
        !record.isBroken &&
        !isBlankRecord(record) &&
        record.fields.join('\n') !== repeated,
    );
};

/** Share of characters that no text has. */
const FEW = 0.001;

const isTextual = (text: string): boolean => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they tell that it is no text
  const strange = text.match(/[\u0001-\u0008\u000e-\u001f\ufffd]/g)?.length ?? 0;
  return strange <= text.length * FEW;
};

const UNKNOWN: RatedDialect = {
  dialect: { delimiter: ',', quote: '"', escapeMark: '"' },
  width: 1,
  agreement: 1,
  score: 0,
};

const PLAIN: Dialect = { delimiter: ',', quote: '"', escapeMark: '"' };

/** Records of plain CSV are as they are: the header tells how many fields they have, and quotes need no mending. */
const plainRecords = (text: string): Found => ({
  dialect: PLAIN,
  width: recordAt(text, 0, PLAIN).fields.length,
  records: records(text, PLAIN),
});

const likelyRecords = (text: string, [best = UNKNOWN]: readonly RatedDialect[]): Found => {
  const found = completed(text, best);
  return { ...found, records: records(text, found.dialect, { width: found.width }) };
};

interface Found {
  readonly dialect: Dialect;
  readonly width: number;
  readonly records: readonly TextRecord[];
}

/** Looks at a text file: its encoding, its dialect, where its table is, and how its values are written. */
export const lookAtText = (samples: TextSamples, pinned: PinnedText = {}): TextLook => {
  const encoding = findEncoding([samples.head, ...samples.others], pinned.encoding);
  const decoded = decode(samples.head.subarray(encoding.markBytes), encoding.encoding);
  const text = decoded.replace(/^\uFEFF+/, '').replaceAll('\0', '');
  const isWhole = samples.others.length === 0;
  const rated = pinned.isPlain === true ? [] : rateDialects(text, pinned);
  const found = pinned.isPlain === true ? plainRecords(text) : likelyRecords(text, rated);
  const { dialect, width } = found;
  const all = wholeRecords(found.records, isWhole);
  const layout = findLayout(all, width, isWhole, pinned);
  const given = namesOf(all, layout, pinned);
  const names = usableNames(given);
  // Where fields hold line ends, a piece may begin inside of one, and all in it be something else.
  const rows = [
    ...rowsOf(all, layout),
    ...(all.some(({ lines }) => lines > 1)
      ? []
      : laterRows(
          samples.others.map((piece) => decode(piece, encoding.encoding)),
          dialect,
          layout.width,
        )),
  ];
  const looks = names.map((name, column) =>
    lookAtColumn(
      name,
      rows.map(({ fields }) => fields[column] ?? ''),
      pinned,
    ),
  );
  const settled = settleColumns(looks, pinned.isForeign === true ? undefined : dialect.delimiter);
  const unfit = firstUnfit(all, layout);
  const seen: Seen = { encoding, rated, dialect, text: decoded, all, layout, given, names, settled, pinned };
  return {
    encoding: encoding.encoding,
    dialect,
    layout,
    names,
    given,
    formats: formatsOf(settled),
    isPlain: pinned.isPlain === true || isPlainText(seen),
    renamed:
      pinned.names === undefined && layout.headers > 0 && names.some((name, index) => name !== given[index]),
    ...(unfit ? { unfit } : {}),
    isText: isTextual(text),
    isEmpty: all.every(isBlankRecord),
    decisions: decisionsOf(seen),
  };
};
