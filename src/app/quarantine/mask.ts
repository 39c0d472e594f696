import { type Cell, type DataClasses, MASK } from '../../kit/index.js';
import type { QuarantineRow } from './rows.js';

const isMasked = (classes: DataClasses, columns: readonly string[]): boolean =>
  columns.some((column) => [column, ...column.split(', ')].some((name) => Object.hasOwn(classes, name)));

/** The value of columns, masked where one of them is classified. */
export const maskedValue = (classes: DataClasses, columns: readonly string[], value: string): string =>
  isMasked(classes, columns) ? MASK : value;

/** A record that gave no row is text as a whole: with any classified column, all of it is masked. */
const maskedOriginal = (
  classes: DataClasses,
  { isRecord, original }: QuarantineRow,
): QuarantineRow['original'] => {
  const isWhole = isRecord && Object.keys(classes).length > 0;
  const masked = (name: string, cell: Cell): Cell =>
    cell !== null && (isWhole || Object.hasOwn(classes, name)) ? MASK : cell;
  return Object.fromEntries(Object.entries(original).map(([name, cell]) => [name, masked(name, cell)]));
};

/** A row without the values of classified columns. */
export const maskedRow = (classes: DataClasses, row: QuarantineRow): QuarantineRow => ({
  ...row,
  reasons: row.reasons.map((reason) => ({
    ...reason,
    value:
      reason.value === null ? null : maskedValue(classes, reason.column ? [reason.column] : [], reason.value),
  })),
  original: maskedOriginal(classes, row),
});
