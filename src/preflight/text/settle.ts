import type { TextFormat } from '../../kit/index.js';
import type { ColumnLook } from './columns.js';
import type { Reading } from './readings.js';

/** How the values of a column are read, and why so. */
export interface SettledColumn {
  readonly name: string;
  readonly reading: Reading;
  readonly evidence: string;
  readonly others: readonly Reading[];
}

/** A column whose values can be read in several ways, and nothing in the file tells in which. */
export interface OpenColumn {
  readonly name: string;
  readonly readings: readonly Reading[];
  readonly example: string;
}

const isWithin = (reading: Reading, habits: ReadonlySet<string>, about: string): boolean =>
  reading.habit?.startsWith(about) === true && habits.has(reading.habit);

/** What columns that can be read in one way only say of the habits of the file. */
const habitsOf = (looks: readonly ColumnLook[]): ReadonlySet<string> =>
  new Set(
    looks.flatMap(({ readings }) => {
      const habits = new Set(readings.map(({ habit }) => habit));
      const [only] = habits;
      return habits.size === 1 && only !== undefined ? [only] : [];
    }),
  );

const isContradictory = (habits: ReadonlySet<string>, pair: readonly [string, string]): boolean =>
  pair.every((habit) => habits.has(habit));

const usable = (habits: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(
    [...habits].filter((habit) =>
      habit.startsWith('decimal')
        ? !isContradictory(habits, ['decimal .', 'decimal ,'])
        : !isContradictory(habits, ['dmy', 'mdy']),
    ),
  );

const allFit = ({ values, misfits }: ColumnLook): string =>
  misfits.length === 0
    ? 'all of its values fit, and in this way only'
    : `${values.length - misfits.length} of ${values.length} different values fit, and in this way only; the contract asks for them, and takes the others out`;

const settle = (
  look: ColumnLook,
  habits: ReadonlySet<string>,
  delimiter: string | undefined,
): SettledColumn | OpenColumn | undefined => {
  const { name, values, readings } = look;
  const [first, ...rest] = readings;
  if (!first) return undefined;
  const example = values[0] ?? '';
  const isOneHabit = rest.every(({ habit }) => habit === first.habit);
  if (rest.length === 0 || isOneHabit) return { name, reading: first, evidence: allFit(look), others: [] };
  const agreeing = readings.filter((reading) => isWithin(reading, habits, ''));
  const [agreed] = agreeing;
  const others = readings.filter((reading) => reading !== agreed);
  if (agreed && agreeing.length === 1)
    return { name, reading: agreed, evidence: 'other columns of the file settle it', others };
  const byComma = readings.find(({ habit }) => habit === 'decimal .');
  if (byComma && delimiter === ',' && values.some((value) => value.includes(',')))
    return {
      name,
      reading: byComma,
      evidence: 'a comma between fields speaks against one before decimals',
      others: readings.filter((reading) => reading !== byComma),
    };
  return { name, readings, example };
};

/** Columns whose values are not read as the engine would, and those for which the document has to say how. */
export interface Settled {
  readonly columns: readonly SettledColumn[];
  readonly open: readonly OpenColumn[];
}

/** Settles how columns are read: by their own values, then by what other columns say of the file's habits. */
export const settleColumns = (looks: readonly ColumnLook[], delimiter: string | undefined): Settled => {
  const habits = usable(habitsOf(looks));
  const found = looks.flatMap((look) => settle(look, habits, delimiter) ?? []);
  return {
    columns: found.filter((column): column is SettledColumn => 'reading' in column),
    open: found.filter((column): column is OpenColumn => 'readings' in column),
  };
};

/** Formats by column, of those that the engine does not read by itself. */
export const formatsOf = ({ columns }: Settled): Readonly<Record<string, TextFormat>> =>
  Object.fromEntries(columns.map(({ name, reading }) => [name, reading.format]));
