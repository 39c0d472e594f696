import type { NumberFormat, TextFormat } from '../../kit/index.js';
import { cellKind } from './cells.js';
import { type DateReading, dateReadings } from './dates.js';
import { areWhole, numberFormats } from './numbers.js';

/** A way to read a column, and what it takes for granted. */
export interface Reading {
  readonly format: TextFormat;
  /** What of the file's habits the reading depends on: `decimal ,`, `dmy`. */
  readonly habit?: string;
  readonly label: string;
}

const digits = (value: string): number => value.replace(/\D/g, '').length;
const isLong = (value: string): boolean => digits(value) > 18;
/** More digits than a number of any type has. */
const isTooLong = (value: string): boolean => /^[+-]?\d+$/.test(value) && digits(value) > 38;

/** Whole numbers with blanks between thousands are the same whatever mark would stand before decimals. */
const withoutTwins = (formats: readonly NumberFormat[], values: readonly string[]): readonly NumberFormat[] =>
  formats.filter(
    (format) =>
      format.decimal === '.' ||
      ['.', ''].includes(format.thousands) ||
      !areWhole(format, values) ||
      !formats.some((other) => other.decimal === '.' && other.thousands === format.thousands),
  );

/** The ways in which all of the values are numbers. */
export const numberReadings = (
  values: readonly string[],
  nulls: readonly string[],
  isMended: boolean,
): readonly Reading[] =>
  withoutTwins(numberFormats(values), values).map((format) => {
    const isWhole = areWhole(format, values);
    const type = !isWhole ? 'DOUBLE' : values.some(isLong) ? 'DECIMAL(38,0)' : 'BIGINT';
    const isPlain = format.decimal === '.' && format.thousands === '';
    const hasMark = !isWhole || format.thousands !== '';
    return {
      format: { type, nulls, ...(isPlain && !isMended ? {} : { values: format }) },
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

export const isIsoMoment = (value: string): boolean => /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value);

/** The ways in which all of the values can be read; none where they are text, or plain. */
export const readingsOf = (
  values: readonly string[],
  nulls: readonly string[],
  name: string,
): readonly Reading[] => {
  const dates = dateReadings(values, name);
  if (dates.length > 0) return dates.map((found) => dateReading(found, nulls));
  if (values.some((value) => cellKind(value) === 'code'))
    return [{ format: { type: 'VARCHAR', nulls }, label: 'text: digits that begin with zeros' }];
  if (values.some(isTooLong))
    return [{ format: { type: 'VARCHAR', nulls }, label: 'text: more digits than numbers have' }];
  const sound = values.filter((value) => !value.includes('"'));
  const numbers = numberReadings(sound, nulls, sound.length < values.length);
  if (numbers.length > 0) return numbers;
  if (values.length > 0 && values.every(isIsoMoment))
    return [{ format: { type: 'TIMESTAMP', nulls }, label: 'moments as ISO 8601 has them' }];
  return [];
};
