import { type Cell, type DataClasses, MASK, type Masks } from '../../kit/index.js';
import type { MaskedColumn, ShowMasked } from '../masked-texts.js';
import type { QuarantineGroup, QuarantineRow } from './rows.js';

/** Which columns are masked, and what is shown of their values. */
export interface Masking {
  readonly classes: DataClasses;
  readonly show: ShowMasked;
}

const isMasked = (classes: DataClasses, columns: readonly string[]): boolean =>
  columns.some((column) => [column, ...column.split(', ')].some((name) => Object.hasOwn(classes, name)));

/** The value of columns, masked where one of them is classified; of several together it is not told which is whose. */
const maskedValue = ({ classes, show }: Masking, columns: readonly string[], value: string): string => {
  if (!isMasked(classes, columns)) return value;
  const [only = '', ...others] = columns;
  return others.length === 0 ? show(only, value) : MASK;
};

/** A group without the values of classified columns. */
export const maskedGroup = (masking: Masking, group: QuarantineGroup): QuarantineGroup => ({
  ...group,
  examples: [...new Set(group.examples.map((value) => maskedValue(masking, group.columns, value)))],
});

/** A record that gave no row is text as a whole: with any classified column, all of it is masked. */
const maskedOriginal = (
  { classes, show }: Masking,
  { isRecord, original }: QuarantineRow,
): QuarantineRow['original'] => {
  const isWhole = isRecord && Object.keys(classes).length > 0;
  const masked = (name: string, cell: Cell): Cell => {
    if (cell === null || !(isWhole || Object.hasOwn(classes, name))) return cell;
    return isWhole || typeof cell !== 'string' ? MASK : show(name, cell);
  };
  return Object.fromEntries(Object.entries(original).map(([name, cell]) => [name, masked(name, cell)]));
};

/** A row without the values of classified columns. */
export const maskedRow = (masking: Masking, row: QuarantineRow): QuarantineRow => ({
  ...row,
  reasons: row.reasons.map((reason) => ({
    ...reason,
    value:
      reason.value === null ? null : maskedValue(masking, reason.column ? [reason.column] : [], reason.value),
  })),
  original: maskedOriginal(masking, row),
});

const textsOf = (
  column: string,
  groups: readonly QuarantineGroup[],
  rows: readonly QuarantineRow[],
): readonly string[] => [
  ...groups.flatMap(({ columns, examples }) => (columns.join() === column ? examples : [])),
  ...rows.flatMap(({ reasons, original }) => [
    ...Object.entries(original).flatMap(([name, cell]) =>
      name === column && typeof cell === 'string' ? [cell] : [],
    ),
    ...reasons.flatMap((reason) => (reason.column === column && reason.value !== null ? [reason.value] : [])),
  ]),
];

/** The values of columns that are shown by the mask of a semantic type. */
export const maskedColumns = (
  masks: Masks,
  groups: readonly QuarantineGroup[],
  rows: readonly QuarantineRow[],
): readonly MaskedColumn[] =>
  Object.entries(masks).map(([column, type]) => ({ column, type, values: textsOf(column, groups, rows) }));
