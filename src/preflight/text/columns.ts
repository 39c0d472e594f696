import { own } from '../../base/own.js';
import type { TextFormat } from '../../kit/index.js';
import { mostReadings } from './asked.js';
import { isEmptyWord, isNullWord } from './cells.js';
import { isMoment, isSameKind, isText } from './kinds.js';
import { type Reading, readingsOf } from './readings.js';

/** A column of text, and the ways in which its values can be read. */
export interface ColumnLook {
  readonly name: string;
  /** Different values, without those that stand for null. */
  readonly values: readonly string[];
  /** Values that fit none of the readings; only where a contract asks for what all others are. */
  readonly misfits: readonly string[];
  /** Each way gives other values; none where the column is text, or the engine reads it as it is. */
  readonly readings: readonly Reading[];
}

const textReadings = (distinct: readonly string[]): readonly Reading[] => {
  const nulls = distinct.filter(isEmptyWord);
  return nulls.length === 0 ? [] : [{ format: { type: 'VARCHAR', nulls }, label: 'text' }];
};

/** A type of floating numbers that is asked for has NaN among its values. */
const keepNotANumber = (reading: Reading): Reading => ({
  ...reading,
  format: { ...reading.format, nulls: reading.format.nulls.filter((word) => !/^nan$/i.test(word)) },
});

/** What the document says of columns. */
export interface PinnedColumns {
  /** The type that a contract asks for of a column. */
  readonly asked?: (name: string) => string | undefined;
  readonly nulls?: readonly string[];
  readonly types?: Readonly<Record<string, string>>;
  readonly hasDates?: boolean;
  /** How the values of columns are written. */
  readonly formats?: Readonly<Record<string, TextFormat>>;
  /** The mark before decimals. */
  readonly decimal?: '.' | ',';
}

const isAgainst = (habit: string | undefined, decimal: string | undefined): boolean =>
  decimal !== undefined && habit?.startsWith('decimal') === true && habit !== `decimal ${decimal}`;

/** Of a reading that the document pins: there is nothing to decide. */
export const PINNED = 'as the document says';

/** Looks at the cells of a column. Words for null count where everything else is of one kind. */
export const lookAtColumn = (
  name: string,
  cells: readonly string[],
  { nulls: pinned = [], types = {}, hasDates = false, decimal, asked, formats = {} }: PinnedColumns = {},
): ColumnLook => {
  const distinct = [...new Set(cells.map((value) => value.trim()))].filter(
    (value) => value !== '' && !pinned.includes(value),
  );
  const nulls = distinct.filter(isNullWord);
  const values = distinct.filter((value) => !isNullWord(value));
  const isOpen = ({ format, habit }: Reading): boolean =>
    (!hasDates || !isMoment(format.type)) && !isAgainst(habit, decimal);
  const format = own(formats, name);
  if (format) return { name, values, misfits: [], readings: [{ format, label: PINNED }] };
  const all = readingsOf(values, nulls, name).filter(isOpen);
  const text = textReadings(distinct);
  const type = own(types, name) ?? asked?.(name);
  if (type === undefined) return { name, values, misfits: [], readings: all.length > 0 ? all : text };
  const found = all.filter(({ format }) => isSameKind(format.type, type));
  if (Object.hasOwn(types, name)) return { name, values, misfits: [], readings: found.map(keepNotANumber) };
  // Text that a contract asks for stays as it stands, words for null among it.
  if (isText(type)) return { name, values, misfits: [], readings: [] };
  if (found.length > 0) return { name, values, misfits: [], readings: found };
  const { misfits, readings } = mostReadings(type, values, nulls, name);
  const open = readings.filter(isOpen);
  return open.length > 0
    ? { name, values, misfits, readings: open }
    : { name, values, misfits: [], readings: text };
};
