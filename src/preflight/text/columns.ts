import type { TextFormat } from '../../kit/index.js';
import { cellKind, isNullWord } from './cells.js';
import { type DateReading, dateReadings } from './dates.js';
import { areWhole, numberFormats } from './numbers.js';

/** A column of text, and the ways in which its values can be read. */
export interface ColumnLook {
  readonly name: string;
  /** Different values, without those that stand for null. */
  readonly values: readonly string[];
  readonly nulls: readonly string[];
  /** Each way gives other values; none where the column is text, or the engine reads it as it is. */
  readonly readings: readonly Reading[];
}

/** A way to read a column, and what it takes for granted. */
export interface Reading {
  readonly format: TextFormat;
  /** What of the file's habits the reading depends on: `decimal ,`, `dmy`. */
  readonly habit?: string;
  readonly label: string;
}

const isLong = (value: string): boolean => value.replace(/\D/g, '').length > 18;

const numberReadings = (values: readonly string[], nulls: readonly string[]): readonly Reading[] =>
  numberFormats(values).map((format) => {
    const isWhole = areWhole(format, values);
    const type = !isWhole ? 'DOUBLE' : values.some(isLong) ? 'HUGEINT' : 'BIGINT';
    const isPlain = format.decimal === '.' && format.thousands === '';
    const hasMark = !isWhole || format.thousands !== '';
    return {
      format: { type, nulls, ...(isPlain ? {} : { values: format }) },
      ...(hasMark
        ? {
            habit: `decimal ${isWhole && format.thousands === ',' ? '.' : isWhole && format.thousands === '.' ? ',' : format.decimal}`,
          }
        : {}),
      label: isPlain
        ? 'numbers with a point'
        : `numbers with "${format.decimal}" before decimals${format.thousands === '' ? '' : ` and "${format.thousands}" between thousands`}`,
    };
  });

const ISO = new Set(['%Y-%m-%d', '%Y-%m-%dT%H:%M:%S', '%Y-%m-%d %H:%M:%S', '%Y-%m-%d %H:%M']);

const dateReading = ({ kind, format, order }: DateReading, nulls: readonly string[]): Reading => ({
  format: {
    type: kind === 'date' ? 'DATE' : 'TIMESTAMP',
    nulls,
    ...(ISO.has(format) ? {} : { values: { kind, formats: [format] } }),
  },
  ...(order === undefined ? {} : { habit: order }),
  label: `dates as ${format}`,
});

const isIsoMoment = (value: string): boolean => /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value);

const readingsOf = (
  values: readonly string[],
  nulls: readonly string[],
  name: string,
): readonly Reading[] => {
  const dates = dateReadings(values, name);
  if (dates.length > 0) return dates.map((found) => dateReading(found, nulls));
  if (values.some((value) => cellKind(value) === 'code'))
    return [{ format: { type: 'VARCHAR', nulls: [] }, label: 'text: digits that begin with zeros' }];
  const numbers = numberReadings(values, nulls);
  if (numbers.length > 0) return numbers;
  if (values.length > 0 && values.every(isIsoMoment))
    return [{ format: { type: 'TIMESTAMP', nulls }, label: 'moments as ISO 8601 has them' }];
  return [];
};

/** Looks at the cells of a column. Words for null count where everything else is of one kind. */
export const lookAtColumn = (name: string, cells: readonly string[]): ColumnLook => {
  const distinct = [...new Set(cells.map((value) => value.trim()))].filter((value) => value !== '');
  const nulls = distinct.filter(isNullWord);
  const values = distinct.filter((value) => !isNullWord(value));
  const readings = readingsOf(values, nulls, name);
  const isTyped = readings.some(({ format }) => format.type !== 'VARCHAR');
  return { name, values, nulls: isTyped ? nulls : [], readings };
};
