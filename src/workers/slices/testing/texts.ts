import fc from 'fast-check';
import type { FormatOptions } from '../../../kit/index.js';

/** A CSV text and the options that it is read with. */
export interface CsvText {
  readonly text: string;
  readonly options: FormatOptions;
  readonly columns: number;
}

interface Dialect {
  readonly delim: string;
  readonly quote: string;
  readonly escape: string;
  readonly lineEnd: string;
}

const dialect: fc.Arbitrary<Dialect> = fc
  .record({
    delim: fc.constantFrom(',', ',', ';', '\t', '|', '§', '漢', ' '),
    quote: fc.constantFrom('"', '"', "'"),
    isDoubled: fc.boolean(),
    lineEnd: fc.constantFrom('\n', '\r\n'),
  })
  .map(({ isDoubled, ...others }) => ({ ...others, escape: isDoubled ? others.quote : '\\' }));

const strings = (length: number, ...parts: readonly string[]): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...parts), { maxLength: length }).map((all) => all.join(''));

const plain = strings(4, 'a', 'b', 'é', '漢字', '😀', '\ufeff', '1');

const quoted = ({ delim, quote, escape: escapeMark, lineEnd }: Dialect): fc.Arbitrary<string> =>
  strings(
    6,
    'a',
    '漢',
    delim,
    lineEnd,
    '\n',
    '\r\n',
    '\ufeff',
    ' ',
    escapeMark + quote,
    escapeMark + escapeMark,
  ).map((content) => quote + content + quote);

/** What a field may be: text, text with stray quotes, quoted text, with spaces where the engine allows these. */
const field = (made: Dialect): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: plain },
    { weight: 1, arbitrary: fc.tuple(plain, plain).map(([a, b]) => `x${a}${made.quote}${b}`) },
    { weight: 1, arbitrary: plain.map((text) => `  ${made.quote}${text}`) },
    { weight: 4, arbitrary: quoted(made) },
    { weight: 1, arbitrary: quoted(made).map((text) => ` ${text}`) },
    { weight: 1, arbitrary: quoted(made).map((text) => `${text}  `) },
    { weight: 1, arbitrary: fc.tuple(quoted(made), quoted(made)).map((two) => two.join(' ')) },
  );

/** Anything at all, most of which the engine refuses. */
const noise = ({ delim, quote, escape: escapeMark, lineEnd }: Dialect): fc.Arbitrary<string> =>
  strings(24, 'a', '漢', delim, delim, quote, quote, quote, escapeMark, lineEnd, lineEnd, '\n', ' ');

const tableOf = (made: Dialect, columns: number): fc.Arbitrary<string> => {
  const record = fc
    .array(field(made), { minLength: columns, maxLength: columns })
    .map((fields) => fields.join(made.delim));
  return fc
    .tuple(
      fc.array(fc.oneof({ weight: 6, arbitrary: record }, fc.constant('')), { maxLength: 7 }),
      fc.boolean(),
    )
    .map(([records, isEnded]) => records.join(made.lineEnd) + (isEnded ? made.lineEnd : ''));
};

const ofDialect = (made: Dialect, isNoise: boolean): fc.Arbitrary<CsvText> =>
  fc
    .record({
      columns: fc.constantFrom(1, 2, 2, 3),
      mark: fc.constantFrom('', '', '\ufeff'),
      skip: fc.constantFrom(0, 0, 1, 2),
      header: fc.boolean(),
    })
    .chain(({ columns, mark, skip, header }) =>
      (isNoise ? noise(made) : tableOf(made, columns)).map((text) => ({
        text: mark + `about${made.lineEnd}`.repeat(skip) + text,
        columns,
        options: {
          auto_detect: false,
          hive_partitioning: false,
          delim: made.delim,
          quote: made.quote,
          escape: made.escape,
          skip,
          header,
          columns: new Map(Array.from({ length: columns }, (_, index) => [`c${index}`, 'VARCHAR'])),
        },
      })),
    );

export const csvTexts = (isNoise = false): fc.Arbitrary<CsvText> =>
  dialect.chain((made) => ofDialect(made, isNoise));
