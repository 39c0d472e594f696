import { dateReadings } from './dates.js';
import { isMoment, isNumber, isSameKind } from './kinds.js';
import { mixedReadings } from './mixed-dates.js';
import { numberFormats } from './numbers.js';
import { isIsoMoment, numberReadings, type Reading, readingsOf } from './readings.js';

/** How a column is read whose contract asks for a type, and the values that do not fit. */
export interface AskedReadings {
  readonly misfits: readonly string[];
  readonly readings: readonly Reading[];
}

/** Of the values of a column so many must be what its contract asks for, or they say nothing of how it is written. */
const MOST = 0.5;

/** Whether a value alone is what a type takes, in whatever form. */
const isOfKind = (value: string, type: string, name: string): boolean =>
  isMoment(type)
    ? dateReadings([value], name).length > 0 || isIsoMoment(value)
    : isNumber(type) && numberFormats([value]).length > 0;

const hasMark = (value: string, mark: '.' | ','): boolean =>
  numberFormats([value]).some(({ decimal }) => decimal === mark);

/** So many times as often one of two forms must be there to be the column's own, and the other a slip. */
const OFTEN = 4;

/**
 * Some numbers have a comma before decimals and others a point. The form that most have is that of the column; where
 * neither is rare, and one of the numbers could be either (`1.234`), nothing tells how it is meant.
 */
const contraryNumbers = (values: readonly string[]): readonly (readonly string[])[] => {
  const points = values.filter((value) => hasMark(value, '.'));
  const commas = values.filter((value) => hasMark(value, ','));
  const both = points.filter((value) => hasMark(value, ',')).length;
  const isMarked = (value: string): boolean => /[.,]/.test(value);
  const [inPoints, inCommas] = [points.filter(isMarked).length - both, commas.length - both];
  const [more, most] = inCommas > inPoints ? [inPoints, inCommas] : [inCommas, inPoints];
  if (both > 0 && more * OFTEN > most) return [points, commas];
  return [inCommas > inPoints ? [...commas, ...values.filter((value) => !isMarked(value))] : points];
};

/** Where most values are what the contract asks for, the others leave it: they are taken out by it. */
export const mostReadings = (
  type: string,
  values: readonly string[],
  nulls: readonly string[],
  name: string,
): AskedReadings => {
  const isFit = new Set(values.filter((value) => isOfKind(value, type, name)));
  if (isFit.size === 0 || isFit.size < values.length * MOST) return { misfits: [], readings: [] };
  const misfits = values.filter((value) => !isFit.has(value));
  const own = readingsOf([...isFit], nulls, name).filter(({ format }) => isSameKind(format.type, type));
  if (own.length > 0) return { misfits, readings: own };
  if (isMoment(type)) return { misfits, readings: mixedReadings([...isFit], nulls, name) };
  const sides = contraryNumbers([...isFit]);
  const [side = []] = sides;
  return {
    misfits: sides.length > 1 ? misfits : values.filter((value) => !side.includes(value)),
    readings: sides.flatMap((numbers) => numberReadings(numbers, nulls, false)),
  };
};
