import type { ColumnContract, Contract, DataClasses, Masks } from '../contract.js';
import { type Column, findColumn, type Schema } from '../schema.js';

/** What a contract says by column, under the names that it writes. */
type ByColumn<T> = Readonly<Record<string, T>>;

/** What a contract says of a column; names are told apart as SQL does, without regard to case. */
export const specOf = <T>(columns: ByColumn<T>, name: string): T | undefined =>
  Object.entries(columns).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];

/** Whether the contract does not name a column. */
export const isNew = ({ columns }: { readonly columns: ByColumn<unknown> }, name: string): boolean =>
  specOf(columns, name) === undefined;

/** The columns that are there, under their own names, with what the contract says of them, in its order. */
export const namedIn = <T>(columns: ByColumn<T>, schema: Schema): readonly (readonly [Column, T])[] =>
  Object.entries(columns).flatMap(([name, spec]) => {
    const column = findColumn(schema, name);
    return column ? [[column, spec] as const] : [];
  });

/** What the values of a column are: as the contract says, or as their semantic type has it. */
export const classOf = (
  spec: Pick<ColumnContract, 'class' | 'meaning'> | undefined,
): 'personal' | 'sensitive' | undefined => {
  const found = spec?.class ?? spec?.meaning?.class;
  return found === 'none' ? undefined : found;
};

/** What the values of columns are, where the contract says. */
export const classesIn = ({ columns }: Contract, schema: Schema): DataClasses =>
  Object.fromEntries(
    namedIn(columns, schema).flatMap(([{ name }, spec]) => {
      const found = classOf(spec);
      return found === undefined ? [] : [[name, found]];
    }),
  );

/**
 * The semantic types by whose masks values of classified columns are shown: as long as the contract does not class them
 * otherwise than the type does.
 */
export const masksIn = ({ columns }: Contract, schema: Schema): Masks =>
  Object.fromEntries(
    namedIn(columns, schema).flatMap(([{ name }, spec]) => {
      const { meaning } = spec;
      return meaning?.class !== undefined && classOf(spec) === meaning.class ? [[name, meaning.name]] : [];
    }),
  );
