import * as z from 'zod';
import { SOURCE_TEXT } from '../spec/names.js';
import type { Allowed, ColumnRef, Expression, PatternRef, Query, TypeRef } from './expression.js';
import type { StorePath } from './storage.js';

const text = () => z.string().trim().min(1, 'must not be empty');

const expression = (allows: Allowed, expects?: string) =>
  text()
    .transform(
      (value): Expression => ({
        kind: 'expression',
        text: value,
        allows,
        ...(expects === undefined ? {} : { expects }),
      }),
    )
    .meta(SOURCE_TEXT);

/** An SQL expression over the columns of the inputs; windows are allowed where `allows` says so. */
export const sqlExpression = (allows: Allowed = 'scalar') => expression(allows);

/** An SQL condition over the columns of the inputs. */
export const sqlBoolean = () => expression('scalar', 'BOOLEAN');

/** One SELECT over the inputs of the node. */
export const sqlQuery = () =>
  text()
    .transform((value): Query => ({ kind: 'query', text: value }))
    .meta(SOURCE_TEXT);

/** A column's name as it is: spaces at its ends belong to it. */
const name = () => z.string().min(1, 'must not be empty');

/** The name of a column that the input must have. */
export const columnName = (input?: string) =>
  name()
    .transform(
      (value): ColumnRef => ({ kind: 'column', name: value, ...(input === undefined ? {} : { input }) }),
    )
    .meta(SOURCE_TEXT);

/** A name for a column that the node makes. */
export const newColumn = () => name().meta(SOURCE_TEXT);

/** A type as DuckDB knows it: `BIGINT`, `decimal(18,3)`, `VARCHAR[]`. */
export const typeName = () =>
  text()
    .transform((value): TypeRef => ({ kind: 'type', text: value }))
    .meta(SOURCE_TEXT);

/** A type of the engine, or a semantic type such as `email`. */
export const typeOrMeaning = () =>
  text()
    .transform((value): TypeRef => ({ kind: 'type', text: value, mayMean: true }))
    .meta(SOURCE_TEXT);

/** A regular expression of the engine (RE2), which tells at the check whether it is one. */
export const pattern = () =>
  z
    .string()
    .min(1)
    .transform((value): PatternRef => ({ kind: 'pattern', text: value }));

/** `store://path/in/store`. */
export const storePath = () =>
  z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*:\/\/.+$/s, 'a path of the form store://path/to/file')
    .transform((value): StorePath => {
      const [store = '', ...rest] = value.split('://');
      return { kind: 'path', text: value, store, path: rest.join('://') };
    });

/** One or several of something, as a list. */
export const oneOrMany = <S extends z.ZodType>(item: S) => z.union([item, z.array(item).min(1)]);

/** The list form of a value written with `oneOrMany`. */
export const asList = <T>(value: T | readonly T[]): readonly T[] =>
  Array.isArray(value) ? (value as readonly T[]) : [value as T];
