import { didYouMean, listed } from '../../base/diagnostics/suggest.js';
import type { ColumnContract, Contract } from '../contract.js';
import type { Finding } from '../node.js';
import { findColumn, type Schema } from '../schema.js';
import { specOf } from './columns.js';
import { isUntold } from './freshness.js';
import { isGreater, isValue } from './values.js';
import { shownNames } from './written-as.js';

/** A contract as it is held against columns. */
export interface Asserted {
  readonly contract: Contract;
  /** Whether its columns were cast before; otherwise they must have their types already. */
  readonly isCast: boolean;
  /** Types that were found for columns whose types follow their values. */
  readonly widened?: Readonly<Record<string, string>>;
}

/** Where promises stand: in the node's config or beside it, and what is said of that where it is not plain. */
export interface Promised {
  readonly path: readonly (string | number)[];
  readonly said: string;
}

/** Promises in the `contract` of a node. */
export const inContract: Promised = { path: ['contract'], said: ' in the contract' };

const typeFinding = (name: string, asked: string, type: string, { path }: Promised): Finding => ({
  code: 'MR2118',
  message: `the contract says that "${name}" is ${asked}, and it is ${type}`,
  path: [...path, 'columns', name, 'type'],
  notes: ['a contract casts what is read; elsewhere use a `cast` node before it'],
});

/** Columns that are not there, or have another type, where nothing is cast. */
const shape = ({ contract, isCast }: Asserted, schema: Schema, promised: Promised): readonly Finding[] =>
  isCast
    ? []
    : Object.entries(contract.columns).flatMap(([name, { type }]): readonly Finding[] => {
        const column = findColumn(schema, name);
        if (!column) {
          const names = shownNames({ schema });
          const label = didYouMean(name, names);
          const notes = [`it has: ${listed(names)}`];
          const path = [...promised.path, 'columns', name];
          const message = `unknown column "${name}"${promised.said}`;
          return [{ code: 'MR2104', message, path, at: 'key', notes, ...(label ? { label } : {}) }];
        }
        const asked = type?.text;
        return asked === undefined || asked === column.type
          ? []
          : [typeFinding(name, asked, column.type, promised)];
      });

/** The type that limits of a column are of: of text with a meaning, that of what it means. */
const limitType = ({ meaning }: ColumnContract, type: string): string =>
  type === 'VARCHAR' ? (meaning?.compared?.type ?? type) : type;

/** Limits and listed values that are not of the type of their column. */
const values = ({ contract }: Asserted, schema: Schema, promised: Promised): readonly Finding[] =>
  Object.entries(contract.columns).flatMap(([name, spec]) => {
    const { min, max, one_of = [] } = spec;
    const type = findColumn(schema, name)?.type;
    if (type === undefined) return [];
    const limit = limitType(spec, type);
    const given = [
      ...(min === undefined ? [] : [[['min'], min, limit] as const]),
      ...(max === undefined ? [] : [[['max'], max, limit] as const]),
      ...one_of.map((value, index) => [['one_of', index], value, type] as const),
    ];
    return given
      .filter(([, value, asked]) => !isValue(value, asked))
      .map(
        ([path, value, asked]): Finding => ({
          code: 'MR2118',
          message: `'${value}' is not a value of type ${asked}`,
          path: [...promised.path, 'columns', name, ...path],
        }),
      );
  });

/**
 * Whether a column's type follows from the values that there happen to be: of a file without rows each is text. Of
 * columns that were widened something else is said.
 */
const isGuessed = (
  { contract, widened = {} }: Omit<Asserted, 'isCast'>,
  name: string,
  type: string,
): boolean =>
  specOf(widened, name) !== undefined ||
  (isUntold(type) && specOf(contract.columns, name)?.type === undefined);

/** Limits between which there is nothing. */
const ranges = ({ contract, widened = {} }: Asserted, schema: Schema, promised: Promised) =>
  Object.entries(contract.columns).flatMap(([name, spec]): readonly Finding[] => {
    const { min, max } = spec;
    const own = findColumn(schema, name)?.type ?? '';
    if (min === undefined || max === undefined || isGuessed({ contract, widened }, name, own)) return [];
    const type = limitType(spec, own);
    if (![min, max].every((value) => isValue(value, type)) || !isGreater(min, max, type)) return [];
    const message = `no ${type} is at least '${min}' and at most '${max}'`;
    const mend = 'Exchange `min` and `max`, or leave one of them out.';
    return [{ code: 'MR2118', message, path: [...promised.path, 'columns', name, 'min'], mend }];
  });

/** Whether values of a type have an age. */
const isDated = (type: string): boolean => /^(DATE$|TIMESTAMP)/.test(type);

const ages = (
  { contract, widened = {} }: Omit<Asserted, 'isCast'>,
  schema: Schema,
  promised: Promised,
): readonly Finding[] => {
  const name = contract.freshness?.column.name ?? '';
  const column = findColumn(schema, name);
  if (!column || isDated(column.type) || isGuessed({ contract, widened }, name, column.type)) return [];
  const message = `"${name}" is ${column.type}, and only a date or a timestamp has an age`;
  const mend =
    'Name a column of dates or timestamps. Where types are cast, on reading nodes and in checks, `type: timestamp` under `columns` makes it one.';
  return [{ code: 'MR2118', message, path: [...promised.path, 'freshness', 'column'], mend }];
};

/** Columns that history is to be kept of, and that are not there. */
const histories = ({ contract }: Asserted, schema: Schema, promised: Promised): readonly Finding[] =>
  (contract.history?.columns ?? []).flatMap(({ name }, index): readonly Finding[] => {
    if (findColumn(schema, name)) return [];
    const names = shownNames({ schema });
    const label = didYouMean(name, names);
    return [
      {
        code: 'MR2104',
        message: `unknown column "${name}" in \`history\``,
        path: [...promised.path, 'history', 'columns', index],
        notes: [`it has: ${listed(names)}`],
        ...(label ? { label } : {}),
      },
    ];
  });

/** What is wrong with promises before any row is seen. */
export const assertions = (
  config: Asserted,
  schema: Schema,
  promised: Promised = inContract,
): readonly Finding[] => {
  const found = shape(config, schema, promised);
  return found.length > 0
    ? found
    : [values, ranges, ages, histories].flatMap((findingsIn) => findingsIn(config, schema, promised));
};
