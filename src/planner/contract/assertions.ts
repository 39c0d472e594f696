import { didYouMean, listed } from '../../base/diagnostics/suggest.js';
import { columnNames, type Finding, findColumn, type Schema } from '../../kit/index.js';
import type { GuardConfig } from './config.js';
import { isValue } from './values.js';

const typeFinding = (name: string, asked: string, type: string): Finding => ({
  code: 'MR2118',
  message: `the contract says that "${name}" is ${asked}, and it is ${type}`,
  path: ['contract', 'columns', name, 'type'],
  notes: ['a contract casts what is read; elsewhere use a `cast` node before it'],
});

/** Columns that are not there, or have another type, where nothing is cast. */
const shape = ({ contract, isCast }: GuardConfig, schema: Schema): readonly Finding[] =>
  isCast
    ? []
    : Object.entries(contract.columns).flatMap(([name, { type }]): readonly Finding[] => {
        const column = findColumn(schema, name);
        if (!column) {
          const label = didYouMean(name, columnNames(schema));
          const notes = [`it has: ${listed(columnNames(schema))}`];
          const path = ['contract', 'columns', name];
          const message = `unknown column "${name}" in the contract`;
          return [{ code: 'MR2104', message, path, at: 'key', notes, ...(label ? { label } : {}) }];
        }
        const asked = type?.text;
        return asked === undefined || asked === column.type ? [] : [typeFinding(name, asked, column.type)];
      });

/** Limits and listed values that are not of the type of their column. */
const values = ({ contract }: GuardConfig, schema: Schema): readonly Finding[] =>
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
          path: ['contract', 'columns', name, ...path],
        }),
      );
  });

/** What is wrong with a contract before any row is seen. */
export const assertions = (config: GuardConfig, schema: Schema): readonly Finding[] => {
  const found = shape(config, schema);
  return found.length > 0 ? found : values(config, schema);
};
