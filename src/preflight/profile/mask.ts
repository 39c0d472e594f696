import { MASK } from '../../kit/index.js';
import type { ColumnProfile, InputProfile } from './types.js';

/** Without what shows values; how many there are, and how long, stays. */
const masked = ({ mean, quantiles, histogram, ...column }: ColumnProfile): ColumnProfile => ({
  ...column,
  least: column.least === null ? null : MASK,
  greatest: column.greatest === null ? null : MASK,
  heavy: column.heavy.map(({ share }) => ({ value: MASK, share })),
  isMasked: true,
});

/** A profile without the values of columns that a contract classifies, or that seem to be personal or sensitive. */
export const maskProfile = (
  profile: InputProfile,
  classes: Readonly<Record<string, unknown>>,
): InputProfile => ({
  ...profile,
  columns: profile.columns.map((column) =>
    Object.hasOwn(classes, column.name) || (column.semantic && column.semantic.class !== 'none')
      ? masked(column)
      : column,
  ),
});
