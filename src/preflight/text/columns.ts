import type { TextFormat } from '../../kit/index.js';
import { cellKind, isEmptyWord, isNullWord } from './cells.js';
import { type DateReading, dateReadings } from './dates.js';
import { areWhole, numberFormats } from './numbers.js';

/** A column of text, and the ways in which its values can be read. */
export interface ColumnLook {
  readonly name: string;
  /** Different values, without those that stand for null. */
  readonly values: readonly string[];
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

const digits = (value: string): number => value.replace(/\D/g, '').length;
const isLong = (value: string): boolean => digits(value) > 18;
/** More digits than a number of any type has. */
const isTooLong = (value: string): boolean => /^[+-]?\d+$/.test(value) && digits(value) > 38;

const numberReadings = (
  values: readonly string[],
  nulls: readonly string[],
  isMended: boolean,
): readonly Reading[] =>
  numberFormats(values).map((format) => {
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

const isIsoMoment = (value: string): boolean => /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value);

const readingsOf = (
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

const MOMENTS = new Set(['DATE', 'TIMESTAMP']);

/** Whether a type that the document pins takes what a reading gives. */
const isSameKind = (found: string, type: string): boolean =>
  found === 'VARCHAR' || MOMENTS.has(found)
    ? found === type.toUpperCase()
    : /INT|DOUBLE|FLOAT|DECIMAL|REAL/i.test(type);

const textReadings = (distinct: readonly string[]): readonly Reading[] => {
  const nulls = distinct.filter(isEmptyWord);
  return nulls.length === 0 ? [] : [{ format: { type: 'VARCHAR', nulls }, label: 'text' }];
};

/** A type of floating numbers that is asked for has NaN among its values. */
const keepNotANumber = (reading: Reading): Reading => ({
  ...reading,
  format: { ...reading.format, nulls: reading.format.nulls.filter((word) => !/^nan$/i.test(word)) },
});

/** What the document pins of columns. */
export interface PinnedColumns {
  readonly nulls?: readonly string[];
  readonly types?: Readonly<Record<string, string>>;
  readonly hasDates?: boolean;
  /** The mark before decimals. */
  readonly decimal?: '.' | ',';
}

const isAgainst = (habit: string | undefined, decimal: string | undefined): boolean =>
  decimal !== undefined && habit?.startsWith('decimal') === true && habit !== `decimal ${decimal}`;

/** Looks at the cells of a column. Words for null count where everything else is of one kind. */
export const lookAtColumn = (
  name: string,
  cells: readonly string[],
  { nulls: pinned = [], types = {}, hasDates = false, decimal }: PinnedColumns = {},
): ColumnLook => {
  const distinct = [...new Set(cells.map((value) => value.trim()))].filter(
    (value) => value !== '' && !pinned.includes(value),
  );
  const nulls = distinct.filter(isNullWord);
  const values = distinct.filter((value) => !isNullWord(value));
  const found = readingsOf(values, nulls, name).filter(
    ({ format, habit }) => (!hasDates || !MOMENTS.has(format.type)) && !isAgainst(habit, decimal),
  );
  const type = types[name];
  if (type !== undefined)
    return {
      name,
      values,
      readings: found.filter(({ format }) => isSameKind(format.type, type)).map(keepNotANumber),
    };
  return { name, values, readings: found.length > 0 ? found : textReadings(distinct) };
};
