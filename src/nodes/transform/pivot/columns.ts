import type { ColumnUse, Finding } from '../../../kit/index.js';
import { kept, nameIn } from '../../shared/columns.js';
import { duplicates, type GivenName } from '../../shared/findings.js';
import type { Pivoting } from './config.js';
import { type Listed, listedValues, valueFaults } from './values.js';

/** A column that is made of one value and one measure; both by their positions. */
export interface Made extends GivenName {
  readonly value: number;
  readonly measure: number;
  readonly uses: readonly ColumnUse[];
}

/** The column that is spread. */
export const spreadUse = ({ config, input }: Pivoting): ColumnUse => ({
  input: input.alias,
  column: nameIn(input, config.on.name),
});

const nameOf = ({ name }: Listed, measure: string, count: number): string =>
  count === 1 ? name : `${name}_${measure}`;

/** The columns that are made, value by value. */
export const madeColumns = (pivoting: Pivoting): readonly Made[] => {
  const measures = Object.entries(pivoting.config.measures);
  return listedValues(pivoting.config).flatMap((listed, value) =>
    measures.map(([measure, { binding }], index) => ({
      ...listed,
      name: nameOf(listed, measure, measures.length),
      value,
      measure: index,
      uses: [...(binding?.columns ?? []), spreadUse(pivoting)],
    })),
  );
};

/** The columns that make a row, by the names of the input. */
export const rowColumns = ({ config, input }: Pivoting): readonly string[] =>
  (config.by ?? []).map(({ name }) => nameIn(input, name));

/** Where the columns come from. */
export const usesOf = (pivoting: Pivoting): Readonly<Record<string, readonly ColumnUse[]>> =>
  Object.fromEntries([
    ...rowColumns(pivoting).map((name) => [name, kept(pivoting.input, name).uses] as const),
    ...madeColumns(pivoting).map(({ name, uses }) => [name, uses] as const),
  ]);

const namesGiven = (pivoting: Pivoting): readonly GivenName[] => [
  ...rowColumns(pivoting).map((name, index) => ({ name, path: ['by', index] })),
  ...madeColumns(pivoting),
];

/** Columns that are not known, values that are wrong, and then names that come twice. */
export const faultsIn = (pivoting: Pivoting): readonly Finding[] => {
  if (pivoting.config.values === undefined) {
    const message = 'a pivot without `values`, whose columns only a run can tell, is not built yet';
    return [{ code: 'MR9001', message, notes: ['name the values that become columns with `values`'] }];
  }
  const values = valueFaults(pivoting);
  return values.length > 0 ? values : duplicates(namesGiven(pivoting));
};
