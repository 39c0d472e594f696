import { type Finding, findColumn, joined, literal, type Sql, sql } from '../../../kit/index.js';
import type { GivenName } from '../../shared/findings.js';
import { typeSql } from '../../shared/types.js';
import type { PivotConfig, Pivoting } from './config.js';
import { isReadable, valueIn } from './reading.js';

/** A value of the column, and the name that it gives. */
export interface Listed extends GivenName {
  /** Source text; null stands for itself. */
  readonly text: string | null;
}

type Values = NonNullable<PivotConfig['values']>;

const isList = (values: Values): values is string[] => Array.isArray(values);

export const listedValues = ({ values = [] }: PivotConfig): readonly Listed[] =>
  isList(values)
    ? values.map((text, index) => ({ name: text, text, path: ['values', index] }))
    : Object.entries(values).map(([name, text]) => ({ name, text, path: ['values', name], at: 'key' }));

const typeOf = ({ config, input }: Pivoting): string => findColumn(input.schema, config.on.name)?.type ?? '';

/** The condition under which a column has the value. */
export const hasValue = (column: Sql, { text }: Listed, pivoting: Pivoting): Sql =>
  text === null
    ? sql`${column} is null`
    : sql`${column} = cast(${literal(text)} as ${typeSql(typeOf(pivoting))})`;

/** The condition under which a column has one of the values; null where it has not. */
export const isListed = (column: Sql, pivoting: Pivoting): Sql =>
  joined(
    listedValues(pivoting.config).map((value) => hasValue(column, value, pivoting)),
    ' or ',
  );

const notA = ({ text, path }: Listed, type: string): Finding => ({
  code: 'MR2112',
  message: `the text '${text}' is not a value of type ${type}`,
  path,
});

const twice = ({ text, path }: Listed): Finding => ({
  code: 'MR1023',
  message: `the value ${text === null ? 'null' : `'${text}'`} is listed twice`,
  path,
});

/** Values that the column cannot have, and values that are listed twice. */
export const valueFaults = (pivoting: Pivoting): readonly Finding[] => {
  const type = typeOf(pivoting);
  if (!isReadable(type)) {
    const message = `values of type ${type} cannot be listed`;
    return [{ code: 'MR2107', message, path: ['on'], notes: ['cast the column to VARCHAR before'] }];
  }
  const seen = new Set<string | null>();
  return listedValues(pivoting.config).flatMap((listed) => {
    const value = listed.text === null ? null : valueIn(listed.text, type);
    if (value === undefined) return [notA(listed, type)];
    if (seen.has(value)) return [twice(listed)];
    seen.add(value);
    return [];
  });
};
