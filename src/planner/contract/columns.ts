import { didYouMean, listed } from '../../base/diagnostics/suggest.js';
import {
  type Column,
  type Contract,
  columnNames,
  type DataClasses,
  type Finding,
  findColumn,
  ORIGIN_FILE,
  ORIGIN_ROW,
  type Schema,
} from '../../kit/index.js';
import type { CastConfig } from './config.js';

/** What a contract says by column, under the names that it writes. */
type ByColumn<T> = Readonly<Record<string, T>>;

/** What a contract says of a column; names are told apart as SQL does, without regard to case. */
export const specOf = <T>(columns: ByColumn<T>, name: string): T | undefined =>
  Object.entries(columns).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];

/** Whether the contract does not name a column. */
export const isNew = ({ columns }: CastConfig['contract'], name: string): boolean =>
  specOf(columns, name) === undefined;

/** The columns that are there, under their own names, with what the contract says of them, in its order. */
export const namedIn = <T>(columns: ByColumn<T>, schema: Schema): readonly (readonly [Column, T])[] =>
  Object.entries(columns).flatMap(([name, spec]) => {
    const column = findColumn(schema, name);
    return column ? [[column, spec] as const] : [];
  });

/** What the values of columns are, where the contract says. */
export const classesIn = ({ columns }: Contract, schema: Schema): DataClasses =>
  Object.fromEntries(
    namedIn(columns, schema).flatMap(([{ name }, spec]) =>
      spec.class === undefined ? [] : [[name, spec.class]],
    ),
  );

/** Whether a column was added to tell where a record comes from. */
export const isOrigin = (name: string): boolean => name === ORIGIN_FILE || name === ORIGIN_ROW;

const columnsThere = (schema: Schema): readonly string[] =>
  columnNames(schema).filter((name) => !isOrigin(name));

const missingFinding = (name: string, schema: Schema): Finding => {
  const label = didYouMean(name, columnsThere(schema));
  return {
    code: 'MR4023',
    message: `missing column "${name}"`,
    path: ['contract', 'columns', name],
    at: 'key',
    notes: [`the files have: ${listed(columnsThere(schema))}`],
    ...(label ? { label } : {}),
  };
};

/** Columns that are missing or new although the contract holds them fast; `required` wins over `drift`. */
export const columnFindings = ({ contract, required }: CastConfig, schema: Schema): readonly Finding[] => {
  const { missing_columns, new_columns } = contract.drift;
  const missing = Object.keys(contract.columns)
    .filter((name) => !findColumn(schema, name))
    .filter((name) => missing_columns === 'freeze' || required.includes(name))
    .map((name) => missingFinding(name, schema));
  const added = new_columns === 'freeze' ? columnsThere(schema).filter((name) => isNew(contract, name)) : [];
  return [
    ...missing,
    ...added.map(
      (name): Finding => ({
        code: 'MR4023',
        message: `new column "${name}"`,
        path: ['contract', 'drift', 'new_columns'],
        notes: [`the contract names: ${listed(Object.keys(contract.columns))}`],
      }),
    ),
  ];
};
