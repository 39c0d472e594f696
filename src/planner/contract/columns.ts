import { didYouMean, listed } from '../../base/diagnostics/suggest.js';
import {
  columnNames,
  type Finding,
  findColumn,
  isNew,
  ORIGIN_FILE,
  ORIGIN_ROW,
  type Schema,
} from '../../kit/index.js';
import type { CastConfig } from './config.js';

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
