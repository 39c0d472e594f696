import { percent } from '../../base/number-text.js';
import type { ColumnMeasures } from '../../kit/index.js';
import { median } from './interval.js';
import type { MeasuredRun, Quantity } from './quantity.js';
import { countText, momentText, plainNumber, spanText } from './text.js';

/** Counts are compared by how many times more or fewer they are. */
const byFactor = (value: number): number => Math.log1p(value);
const asIs = (value: number): number => value;

/** Half as many, or twice as many, is not told: inputs grow and shrink, and rows may be estimated. */
const TWOFOLD = Math.log(2);
/** Five of a hundred values may be missing more or fewer. */
const SHARE = 0.05;
const HOUR = 3_600_000;

export const rows: Quantity = {
  key: 'rows',
  title: 'number of rows',
  of: ({ measures }) => measures.rows,
  scale: byFactor,
  floor: () => TWOFOLD,
  text: countText,
};

/** Where nothing told before the run how many there are: as the contract counted them. */
export const countedRows: Quantity = {
  ...rows,
  of: ({ measures: { counted, rows: known, isExact } }) => counted ?? (isExact ? known : undefined),
};

const gaps = (past: readonly MeasuredRun[]): readonly number[] =>
  past.slice(1).map(({ runTime }, index) => Math.abs((past[index]?.runTime ?? runTime) - runTime));

const ageOf = ({ runTime, measures: { newest } }: MeasuredRun): number | undefined =>
  newest === undefined ? undefined : runTime - newest;

/** Data is as old as the time since its last delivery: a run may come at any time before the next. */
export const age: Quantity = {
  key: 'freshness',
  title: 'age of the newest moment',
  of: ageOf,
  scale: asIs,
  floor: (past) => Math.max(HOUR, median(gaps(past)), median(past.flatMap((run) => ageOf(run) ?? [])) / 10),
  isUpward: true,
  text: spanText,
};

/** Names are told apart as SQL does, without regard to case. */
export const columnOf = ({ measures }: MeasuredRun, name: string): ColumnMeasures | undefined =>
  measures.columns.find((column) => column.name.toLowerCase() === name.toLowerCase());

/** By chance alone shares of few rows differ: 3.5 standard errors of a share, at least of one in a hundred. */
const byChance = (share: number, looked: number): number =>
  3.5 * Math.sqrt(Math.max(share * (1 - share), 0.01) / Math.max(1, looked));

const nullShare = (column: string): Quantity => {
  const of = (run: MeasuredRun): number | undefined =>
    run.measures.sample.rows === 0 ? undefined : columnOf(run, column)?.nullShare;
  return {
    key: `null share of ${column}`,
    title: `null share of ${column}`,
    column,
    of,
    scale: asIs,
    floor: (past, { measures }) =>
      Math.max(SHARE, byChance(median(past.flatMap((run) => of(run) ?? [])), measures.sample.rows)),
    text: percent,
  };
};

const distinct = (column: string): Quantity => ({
  key: `distinct values of ${column}`,
  title: `number of distinct values of ${column}`,
  column,
  of: (run) => (run.measures.sample.rows === 0 ? undefined : columnOf(run, column)?.distinct),
  scale: byFactor,
  floor: () => TWOFOLD,
  followsSize: true,
  text: countText,
});

/** A range may become twice as wide, and a column that always holds one value may move by a tenth of it. */
const rangeFloor = (past: readonly MeasuredRun[], column: string): number => {
  const all = past.flatMap((run) => columnOf(run, column) ?? []);
  const [low, high] = [
    median(all.flatMap(({ least }) => least ?? [])),
    median(all.flatMap(({ greatest }) => greatest ?? [])),
  ];
  return Math.max(high - low, all.some(({ isMoment }) => isMoment) ? 24 * HOUR : Math.abs(high) / 10);
};

/**
 * An end of a range. Moments that move on with the runs are as usual where they are as far from the run as before; those
 * that stay, where they are what they were.
 */
const bound = (column: string, end: 'least' | 'greatest', isMoment: boolean): Quantity => {
  const of = (run: MeasuredRun): number | undefined => {
    const found = columnOf(run, column);
    return (found?.isMoment === true) === isMoment ? found?.[end] : undefined;
  };
  return {
    key: `${end} value of ${column}`,
    title: `${end} value of ${column}`,
    column,
    of,
    scale: asIs,
    floor: (past) => rangeFloor(past, column),
    followsSize: true,
    ...(isMoment
      ? {
          orAs: (run: MeasuredRun) => {
            const moment = of(run);
            return moment === undefined ? undefined : moment - run.runTime;
          },
        }
      : {}),
    text: isMoment ? momentText : plainNumber,
  };
};

/** What is compared of a column. */
export const quantitiesOf = ({ name, isMoment }: ColumnMeasures): readonly Quantity[] => [
  nullShare(name),
  distinct(name),
  bound(name, 'least', isMoment === true),
  bound(name, 'greatest', isMoment === true),
];
