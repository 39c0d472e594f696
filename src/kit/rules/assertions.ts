import { didYouMean, listed } from '../../base/diagnostics/suggest.js';
import type { Contract } from '../contract.js';
import type { Finding } from '../node.js';
import { columnNames, findColumn, type Schema } from '../schema.js';
import { isValue } from './values.js';

/** A contract as it is held against columns. */
export interface Asserted {
  readonly contract: Contract;
  /** Whether its columns were cast before; otherwise they must have their types already. */
  readonly isCast: boolean;
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
          const label = didYouMean(name, columnNames(schema));
          const notes = [`it has: ${listed(columnNames(schema))}`];
          const path = [...promised.path, 'columns', name];
          const message = `unknown column "${name}"${promised.said}`;
          return [{ code: 'MR2104', message, path, at: 'key', notes, ...(label ? { label } : {}) }];
        }
        const asked = type?.text;
        return asked === undefined || asked === column.type
          ? []
          : [typeFinding(name, asked, column.type, promised)];
      });

/** Limits and listed values that are not of the type of their column. */
const values = ({ contract }: Asserted, schema: Schema, promised: Promised): readonly Finding[] =>
  Object.entries(contract.columns).flatMap(([name, { min, max, one_of = [] }]) => {
    const type = findColumn(schema, name)?.type;
    if (type === undefined) return [];
    const given = [
      ...(min === undefined ? [] : [[['min'], min] as const]),
      ...(max === undefined ? [] : [[['max'], max] as const]),
      ...one_of.map((value, index) => [['one_of', index], value] as const),
    ];
    return given
      .filter(([, value]) => !isValue(value, type))
      .map(
        ([path, value]): Finding => ({
          code: 'MR2118',
          message: `'${value}' is not a value of type ${type}`,
          path: [...promised.path, 'columns', name, ...path],
        }),
      );
  });

/** What is wrong with promises before any row is seen. */
export const assertions = (
  config: Asserted,
  schema: Schema,
  promised: Promised = inContract,
): readonly Finding[] => {
  const found = shape(config, schema, promised);
  return found.length > 0 ? found : values(config, schema, promised);
};
