import type { ColumnRef, Expression, Finding, Input, OrderTerm } from '../../../kit/index.js';
import { computed, hasWindow, kept, nameIn, type OutputColumn, plainColumn } from '../../shared/columns.js';
import { duplicates, keysOf } from '../../shared/findings.js';
import { survivingOrder } from '../../shared/order.js';

interface Selection {
  readonly config: {
    readonly columns?: readonly ColumnRef[] | Readonly<Record<string, Expression>> | undefined;
    readonly exclude?: readonly ColumnRef[] | undefined;
  };
  readonly input: Input;
}

const isList = (
  columns: readonly ColumnRef[] | Readonly<Record<string, Expression>>,
): columns is readonly ColumnRef[] => Array.isArray(columns);

const remaining = (exclude: readonly ColumnRef[], input: Input): readonly OutputColumn[] => {
  const gone = new Set(exclude.map(({ name }) => nameIn(input, name)));
  return input.schema.filter(({ name }) => !gone.has(name)).map(({ name }) => kept(input, name));
};

/** The columns that the node gives. */
export const outputsOf = ({ config, input }: Selection): readonly OutputColumn[] => {
  const { columns, exclude = [] } = config;
  if (columns === undefined) return remaining(exclude, input);
  return isList(columns)
    ? columns.map((column) => kept(input, column))
    : Object.entries(columns).map(([name, expression]) => computed(name, expression));
};

/** Columns named twice, and a selection that leaves nothing. */
export const faultsIn = (selection: Selection): readonly Finding[] => {
  const { columns } = selection.config;
  if (columns === undefined) {
    const isEmpty = outputsOf(selection).length === 0;
    return isEmpty ? [{ code: 'MR1023', message: 'no column is left', path: ['exclude'] }] : [];
  }
  return duplicates(
    isList(columns)
      ? columns.map(({ name }, index) => ({ name, path: ['columns', index] }))
      : keysOf(columns, 'columns'),
  );
};

/** The name that an input column has in the output, where it stands there under the same name. */
const nameAfter = ({ config, input }: Selection, column: string): string | undefined => {
  const { columns } = config;
  const same = outputsOf({ config, input }).find(({ name }) => name.toLowerCase() === column.toLowerCase());
  if (!same || columns === undefined || isList(columns)) return same?.name;
  const expression = columns[same.name];
  return expression && plainColumn(expression) === column ? same.name : undefined;
};

/** The order of the rows, as far as its columns are given. */
export const orderOf = (selection: Selection): readonly OrderTerm[] | undefined =>
  survivingOrder(selection.input.order, (column) => nameAfter(selection, column));

/** Whether any column is computed over other rows. */
export const usesWindows = ({ config: { columns } }: Selection): boolean =>
  columns !== undefined && !isList(columns) && Object.values(columns).some(hasWindow);
