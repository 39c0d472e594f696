import { CsvError, parse } from 'csv-parse/sync';
import { ACTIVE_LINE } from './marks.js';

export const DELIMITERS = [',', ';', '\t', '|'] as const;

/** How records of CSV are read here: quotes within a field, and rows of other lengths, are faults of rows, not of the file. */
export const dialect = (delimiter: string) => ({
  delimiter,
  bom: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_quotes: true,
  relax_column_count: true,
  skip_empty_lines: true,
});

/** The numbers of fields of the records in a sample; the last one may be cut. */
const widthsIn = (sample: string, delimiter: string): readonly number[] => {
  const widths: number[] = [];
  try {
    parse(sample, {
      ...dialect(delimiter),
      max_record_size: 0,
      on_record: (record: readonly string[]) => {
        widths.push(record.length);
        return null;
      },
    });
  } catch (thrown) {
    // A sample may end within quotes.
    if (!(thrown instanceof CsvError)) throw thrown;
  }
  return widths;
};

/** How many records have the number of fields that most of them have, if that is more than one. */
const agreeing = (widths: readonly number[]): number => {
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  return Math.max(0, ...[...counts].filter(([width]) => width > 1).map(([, count]) => count));
};

/** Lines that hold none of the delimiters, and begin as no markup: a list, which is a table of one column. */
const isList = (sample: string): boolean => {
  const lines = sample.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  const plain = lines.filter((line) => !DELIMITERS.some((delimiter) => line.includes(delimiter)));
  return plain.length * 2 >= lines.length && !lines.some((line) => ACTIVE_LINE.test(line));
};

/**
 * The delimiter by which text is a table: at least half of its records have one and the same number of fields, more than
 * one. Text without any is a list. Dirty tables have rows of other lengths, and lines above their heading.
 *
 * @returns nothing where text is no table
 */
export const delimiterOf = (sample: string, among: readonly string[]): string | undefined => {
  const [best] = among
    .map((delimiter) => {
      const widths = widthsIn(sample, delimiter);
      return { delimiter, share: widths.length === 0 ? 0 : agreeing(widths) / widths.length };
    })
    .toSorted((a, b) => b.share - a.share);
  if (best && best.share >= 0.5) return best.delimiter;
  return isList(sample) ? (among[0] ?? ',') : undefined;
};
