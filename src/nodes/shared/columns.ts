import * as z from 'zod';
import {
  type ColumnRef,
  type ColumnUse,
  type Expression,
  findColumn,
  type Input,
  identifier,
  joined,
  keyword,
  newColumn,
  type Relation,
  type Sql,
  sql,
} from '../../kit/index.js';

/** A mapping from names that a node gives to something, with one entry at least. */
export const namedBy = <S extends z.ZodType>(item: S) =>
  z
    .record(newColumn(), item)
    .refine((record) => Object.keys(record).length > 0, 'must name at least one column');

/** A column of an output: its name, the SQL that gives it, and where it comes from. */
export interface OutputColumn {
  readonly name: string;
  readonly value: Sql;
  readonly uses: readonly ColumnUse[];
  /** The input column whose values it has, where nothing is computed. */
  readonly copyOf?: ColumnUse;
}

const selected = ({ name, value }: OutputColumn): Sql => sql`${value} as ${identifier(name)}`;

/** Where no column is needed any more, only the rows count: SQL still asks for one. */
const placeholder: OutputColumn = { name: 'no column', value: keyword('true'), uses: [] };

/** What follows SELECT: each value with its name. */
export const selectList = (columns: readonly OutputColumn[]): Sql =>
  joined((columns.length > 0 ? columns : [placeholder]).map(selected));

/** A column's name as the input writes it; as the document does where there is none. */
export const nameIn = ({ schema }: Relation, written: string): string =>
  findColumn(schema, written)?.name ?? written;

/** An input's column under its own name. */
export const kept = (input: Input, written: ColumnRef | string): OutputColumn => {
  const name = nameIn(input, typeof written === 'string' ? written : written.name);
  const column = { input: input.alias, column: name };
  return { name, value: identifier(name), uses: [column], copyOf: column };
};

const unquoted = (text: string): string => text.replaceAll('"', '').toLowerCase();

/** The input column that an expression is, where it is nothing else. */
const plainUse = ({ binding }: Expression): ColumnUse | undefined => {
  const [use, second] = binding?.columns ?? [];
  if (!binding || !use || second) return undefined;
  const column = unquoted(use.column);
  return [column, `${unquoted(use.input)}.${column}`].includes(unquoted(binding.sql)) ? use : undefined;
};

/** The name of the column that an expression is, where it is nothing else. */
export const plainColumn = (expression: Expression): string | undefined => plainUse(expression)?.column;

/** What an expression gives, under a name. */
export const computed = (name: string, expression: Expression): OutputColumn => {
  const copyOf = plainUse(expression);
  const uses = expression.binding?.columns ?? [];
  return { name, value: sql`${expression}`, uses, ...(copyOf ? { copyOf } : {}) };
};

/** The column lineage of outputs. */
export const lineageOf = (columns: readonly OutputColumn[]): Readonly<Record<string, readonly ColumnUse[]>> =>
  Object.fromEntries(columns.map(({ name, uses }) => [name, uses]));

/** The outputs that have the values of an input column, with that column. */
export const copiesIn = (columns: readonly OutputColumn[]): Readonly<Record<string, ColumnUse>> =>
  Object.fromEntries(columns.flatMap(({ name, copyOf }) => (copyOf ? [[name, copyOf]] : [])));

/** Every column of an input under its own name. */
export const allOf = (input: Input): readonly OutputColumn[] =>
  input.schema.map(({ name }) => kept(input, name));

/** Every column of an input, as what decides about rows. */
export const everyUse = (input: Input): readonly ColumnUse[] =>
  input.schema.map(({ name }) => ({ input: input.alias, column: name }));

/** Whether an expression looks at other rows; text that only looks so counts too. */
export const hasWindow = ({ binding }: Expression): boolean => /\bover\s*\(/i.test(binding?.sql ?? '');
