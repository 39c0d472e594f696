import { expected, isIn, median, trimmed } from './interval.js';
import { age, countedRows, quantitiesOf, rows } from './quantities.js';
import type { MeasuredRun, Quantity } from './quantity.js';

/** Something about an input that is unlike the runs before. */
export interface Outlier {
  readonly key: string;
  readonly column?: string;
  /** `null share of amount is 34 %; in the last 12 runs it was 0 % to 2 % (median 1 %)`. */
  readonly evidence: string;
}

/** How a contract wants inputs to be compared. */
export interface Comparing {
  readonly leastRuns: number;
  /** The columns that are compared; all unless given. */
  readonly columns?: readonly string[];
}

/** The runs that count: from the newest back to the one in which this was accepted. */
const countingFor = (key: string, past: readonly MeasuredRun[]): readonly MeasuredRun[] => {
  const at = past.findIndex(({ measures }) => measures.accepted?.includes(key));
  return at < 0 ? past : past.slice(0, at + 1);
};

const isUsual = (
  value: number | undefined,
  values: readonly (number | undefined)[],
  floor: number,
  isUpward: boolean,
): boolean => {
  const known = values.flatMap((each) => each ?? []);
  if (value === undefined || known.length === 0) return false;
  const { low, high } = expected(known, floor);
  return isIn(value, { low: isUpward ? Number.NEGATIVE_INFINITY : low, high });
};

const rangeText = (values: readonly number[], { text }: Quantity, runs: string): string => {
  const [low, high] = [text(Math.min(...values)), text(Math.max(...values))];
  return low === high
    ? `in ${runs} it was ${low}`
    : `in ${runs} it was ${low} to ${high} (median ${text(median(values))})`;
};

/** A run that was as far out itself would make the range look as if the value were in it. */
const evidenceOf = (quantity: Quantity, value: number, values: readonly number[]): string => {
  const { low, high } = trimmed(values);
  const middle = median(values);
  const others = values.filter((other) => (value < middle ? other >= low : other <= high));
  const isHidden = isIn(value, { low: Math.min(...values), high: Math.max(...values) });
  const told = isHidden
    ? rangeText(others, quantity, `${others.length} of the last ${values.length} runs`)
    : rangeText(values, quantity, `the last ${values.length} runs`);
  return `${quantity.title} is ${quantity.text(value)}; ${told}`;
};

const outlierOf = (
  quantity: Quantity,
  now: MeasuredRun,
  past: readonly MeasuredRun[],
  leastRuns: number,
): readonly Outlier[] => {
  const { key, column, of, scale, floor, orAs, isUpward = false } = quantity;
  const value = of(now);
  const counting = countingFor(key, past).filter((run) => of(run) !== undefined);
  if (value === undefined || counting.length < leastRuns) return [];
  const values = counting.flatMap((run) => of(run) ?? []);
  const free = floor(counting, now);
  if (isUsual(scale(value), values.map(scale), free, isUpward)) return [];
  if (orAs && isUsual(orAs(now), counting.map(orAs), free, isUpward)) return [];
  return [
    { key, ...(column === undefined ? {} : { column }), evidence: evidenceOf(quantity, value, values) },
  ];
};

/** Samples have fewer values than the whole: what depends on how much was looked at is compared with the like. */
const alike = (now: MeasuredRun, past: readonly MeasuredRun[]): readonly MeasuredRun[] =>
  past.filter(({ measures }) => measures.sample.isWhole === now.measures.sample.isWhole);

const isWanted = (name: string, columns: readonly string[] | undefined): boolean =>
  columns === undefined || columns.some((other) => other.toLowerCase() === name.toLowerCase());

/**
 * What is unlike earlier runs. Of fewer than `leastRuns` runs nothing is said.
 *
 * @param past the runs before, newest first
 */
export const outliers = (
  now: MeasuredRun,
  past: readonly MeasuredRun[],
  { leastRuns, columns }: Comparing,
): readonly Outlier[] => {
  const whole = [rows, age].flatMap((quantity) => outlierOf(quantity, now, past, leastRuns));
  const isOtherSize = whole.some(({ key }) => key === rows.key);
  const like = alike(now, past);
  const ofColumns = now.measures.columns
    .filter(({ name }) => isWanted(name, columns))
    .flatMap(quantitiesOf)
    .filter(({ followsSize = false }) => !(isOtherSize && followsSize))
    .flatMap((quantity) => outlierOf(quantity, now, quantity.followsSize ? like : past, leastRuns));
  return [...whole, ...ofColumns];
};

/** What is unlike earlier runs once the contract has counted the rows, where nothing told before how many there are. */
export const countedOutliers = (
  now: MeasuredRun,
  past: readonly MeasuredRun[],
  { leastRuns }: Comparing,
): readonly Outlier[] =>
  now.measures.rows === undefined ? outlierOf(countedRows, now, past, leastRuns) : [];
