import { cellKind } from './cells.js';
import { cell, columnKind, columnsOf, family } from './column-kinds.js';
import type { TextRecord } from './records.js';

/** Whether years or dates above numbers are names of their columns; `open` where nothing tells. */
export interface PeriodVerdict {
  readonly is: 'header' | 'values' | 'open';
  readonly evidence: string;
}

const YEAR = /^(19|20)\d{2}$/;

export const isYear = (text: string): boolean => YEAR.test(text);

interface PeriodColumn {
  readonly text: string;
  readonly values: readonly string[];
}

const filled = (values: readonly string[]): readonly string[] => values.filter((text) => text !== '');

/** Share of a column's values that has to be years for it to be a column of years. */
const MOST = 0.5;

const isOfYears = ({ values }: PeriodColumn): boolean => {
  const all = filled(values);
  return all.length > 0 && all.filter(isYear).length > all.length * MOST;
};

/** Whether the year lies among the values below it, as one more of them would. */
const isAmong = ({ text, values }: PeriodColumn): boolean => {
  const all = filled(values);
  const numbers = all.map(Number);
  if (all.some((value) => !/^[+-]?\d+$/.test(value))) return false;
  return numbers.some((number) => number <= Number(text)) && numbers.some((number) => number >= Number(text));
};

/** The same step from each to the next, up or down. */
const step = (years: readonly number[]): number => {
  const steps = new Set(years.slice(1).map((year, at) => year - (years[at] ?? 0)));
  return steps.size === 1 ? Math.abs([...steps][0] ?? 0) : 0;
};

const isMonotone = (years: readonly number[]): boolean => {
  const signs = new Set(years.slice(1).map((year, at) => Math.sign(year - (years[at] ?? 0))));
  return signs.size === 1 && !signs.has(0);
};

const listOf = (columns: readonly PeriodColumn[]): string => {
  const texts = columns.map(({ text }) => text);
  return texts.length > 4 ? `${texts.slice(0, 3).join(', ')} … ${texts.at(-1)}` : texts.join(', ');
};

/** What the other columns say is above 0 where they speak for a header, below it where they speak against one. */
const judged = (columns: readonly PeriodColumn[], others: number): PeriodVerdict => {
  const years = columns.map(({ text }) => Number(text));
  const list = listOf(columns);
  const isSequence = years.length > 1 && step(years) > 0 && (years.length > 2 || step(years) === 1);
  const what = isSequence
    ? `years in sequence (${list})`
    : years.length > 1
      ? `years (${list})`
      : `a year (${list})`;
  const open: PeriodVerdict = {
    is: 'open',
    evidence: `its first record has ${what} above numbers, which may be a name of a column as well as a value`,
  };
  const header = (why: string): PeriodVerdict => ({
    is: 'header',
    evidence: `its first record has ${what}, ${why}`,
  });
  const values: PeriodVerdict = { is: 'values', evidence: 'its first record is like the values below it' };
  if (columns.filter(isOfYears).length * 2 > columns.length) return others > 0 ? open : values;
  if (others < 0) return isSequence ? open : values;
  if (isSequence && years.length > 2) return header('and no record below it has the like');
  if (!columns.some(isAmong)) {
    if (isMonotone(years)) return header('and the numbers below them are of another magnitude');
    return others > 0 ? header('and the other names are unlike the values below them') : open;
  }
  if (isSequence) return others > 0 ? header('and the other names are unlike the values below them') : open;
  return open;
};

/** The columns of numbers with a year above them. */
const periodColumns = (first: TextRecord, rows: readonly TextRecord[], width: number) =>
  columnsOf(rows, width).map((values, column) => {
    const text = cell(first, column);
    const isPeriod = isYear(text) && family(columnKind(values)) === 'decimal';
    return isPeriod ? { text, values } : undefined;
  });

/** Names of columns are there once, and no number of theirs is anything but a year. */
const couldBeNames = ({ fields }: TextRecord): boolean => {
  const texts = fields.map((text) => text.trim()).filter((text) => text !== '');
  const isOther = (text: string): boolean =>
    ['integer', 'decimal', 'number', 'code'].includes(cellKind(text)) && !isYear(text);
  return new Set(texts).size === texts.length && !texts.some(isOther);
};

/**
 * What years in the first record are, where they stand above numbers.
 *
 * @param others how much the other columns speak for a header
 */
export const periodsIn = (
  first: TextRecord,
  rows: readonly TextRecord[],
  width: number,
  others: (isPeriod: (column: number) => boolean) => number,
): PeriodVerdict | undefined => {
  if (rows.length === 0 || !couldBeNames(first)) return undefined;
  const all = periodColumns(first, rows, width);
  const columns = all.filter((column) => column !== undefined);
  return columns.length === 0
    ? undefined
    : judged(
        columns,
        others((column) => all[column] !== undefined),
      );
};

/**
 * Whether a record has nothing but years, above numbers of another kind: the lower line of a heading over several columns,
 * in which a year may stand again.
 */
export const isYearLine = (record: TextRecord, rows: readonly TextRecord[], width: number): boolean => {
  const texts = record.fields.map((text) => text.trim()).filter((text) => text !== '');
  const columns = periodColumns(record, rows, width).filter((column) => column !== undefined);
  return (
    columns.length > 1 &&
    columns.length === texts.length &&
    !columns.some((column) => isOfYears(column) || isAmong(column))
  );
};
