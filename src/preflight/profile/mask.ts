import type { ColumnProfile, InputProfile } from './types.js';

/** What is shown in place of a value of a column. */
export type Shows = (column: string, value: string) => string;

/** Without what shows values; how many there are, and how long, stays. */
const masked = (
  { mean, quantiles, histogram, ...column }: ColumnProfile,
  show: (value: string) => string,
): ColumnProfile => ({
  ...column,
  least: column.least === null ? null : show(column.least),
  greatest: column.greatest === null ? null : show(column.greatest),
  heavy: column.heavy.map(({ value, share }) => ({ value: show(value), share })),
  isMasked: true,
});

/** The columns whose values a profile does not show: those that a contract classifies, or that seem to be personal or sensitive. */
export const classifiedIn = (
  { columns }: InputProfile,
  classes: Readonly<Record<string, unknown>>,
): readonly ColumnProfile[] =>
  columns.filter(
    ({ name, semantic }) => Object.hasOwn(classes, name) || (semantic && semantic.class !== 'none'),
  );

/** A profile that shows masks in place of the values of some of its columns. */
export const maskProfile = (
  profile: InputProfile,
  classified: readonly ColumnProfile[],
  show: Shows,
): InputProfile => ({
  ...profile,
  columns: profile.columns.map((column) =>
    classified.includes(column) ? masked(column, (value) => show(column.name, value)) : column,
  ),
});
