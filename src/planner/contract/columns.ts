import { didYouMean } from '../../base/diagnostics/suggest.js';
import {
  columnNames,
  type Finding,
  findColumn,
  isBeside,
  isNew,
  ORIGIN_FILE,
  ORIGIN_ROW,
  type Schema,
  specOf,
} from '../../kit/index.js';
import type { CastConfig } from './config.js';

/** Whether a column was added, to tell where a record comes from or how it was written. */
export const isOrigin = (name: string): boolean =>
  name === ORIGIN_FILE || name === ORIGIN_ROW || isBeside(name);

const columnsThere = (schema: Schema): readonly string[] =>
  columnNames(schema).filter((name) => !isOrigin(name));

/** Whether neither the contract nor the last run has a column. */
export const isAdded = ({ contract, last }: CastConfig, name: string): boolean =>
  isNew(contract, name) && !findColumn(last?.schema ?? [], name);

const MOST_LINES = 40;
const NOTHING = '-';

/** The columns of the contract, of the last run and of the files, side by side. */
const sideBySide = ({ contract, last }: CastConfig, schema: Schema): readonly string[] => {
  const there = schema.filter(({ name }) => !isOrigin(name));
  const names = [...Object.keys(contract.columns), ...columnNames(there), ...columnNames(last?.schema ?? [])];
  const first = new Map(names.toReversed().map((name) => [name.toLowerCase(), name]));
  const unique = [...new Set(names.map((name) => first.get(name.toLowerCase()) ?? name))];
  const lines = unique.map((name) => {
    const declared = specOf(contract.columns, name);
    const here = findColumn(there, name);
    return [
      name,
      declared ? (declared.type?.text.toUpperCase() ?? 'any type') : NOTHING,
      ...(last ? [findColumn(last.schema, name)?.type ?? NOTHING] : []),
      here ? (here.found ?? here.type) : NOTHING,
    ];
  });
  const head = ['column', 'contract', ...(last ? ['last run'] : []), 'files'];
  const rows = [head, ...lines.slice(0, MOST_LINES)];
  const widths = head.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  const text = rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [
    ...text,
    ...(lines.length > MOST_LINES ? [`and ${lines.length - MOST_LINES} more columns`] : []),
    ...(last ? [`the last run that succeeded is ${last.runId}`] : []),
  ];
};

const missingFinding = (name: string, schema: Schema): Finding => {
  const label = didYouMean(name, columnsThere(schema));
  return {
    code: 'MR4023',
    message: `missing column "${name}"`,
    path: ['contract', 'columns', name],
    at: 'key',
    ...(label ? { label } : {}),
  };
};

const newFinding = (name: string): Finding => ({
  code: 'MR4023',
  message: `new column "${name}"`,
  path: ['contract', 'drift', 'new_columns'],
});

/** Columns that are missing or new although the contract holds them fast; `required` wins over `drift`. */
export const columnFindings = (config: CastConfig, schema: Schema): readonly Finding[] => {
  const { contract, required } = config;
  const { missing_columns, new_columns } = contract.drift;
  const missing = Object.keys(contract.columns)
    .filter((name) => !findColumn(schema, name))
    .filter((name) => missing_columns === 'freeze' || required.includes(name));
  const added = new_columns === 'freeze' ? columnsThere(schema).filter((name) => isAdded(config, name)) : [];
  const found = [...missing.map((name) => missingFinding(name, schema)), ...added.map(newFinding)];
  return found.map((finding, index) =>
    index === 0 ? { ...finding, notes: sideBySide(config, schema) } : finding,
  );
};
