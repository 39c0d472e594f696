import {
  FAULT,
  findColumn,
  heldByParquet,
  type Input,
  identifier,
  isBeside,
  joined,
  type Schema,
  type Sql,
  sql,
  TRANSFORM_TYPES,
  type TransformDeclaration,
} from '../../../kit/index.js';

/** Columns of the input that come out as they are. */
export const passingColumns = (declaration: TransformDeclaration, input: Input): Schema =>
  declaration.shape === 'aggregate'
    ? []
    : input.schema.filter(({ name }) => !findColumn(writtenColumns(declaration), name) && !isBeside(name));

/** Columns that the function gives. */
export const writtenColumns = ({ writes }: TransformDeclaration): Schema =>
  Object.entries(writes).map(([name, type]) => ({ name, type: TRANSFORM_TYPES[type] }));

const keyColumns = (declaration: TransformDeclaration): Schema =>
  declaration.by.map((name) => ({ name, type: TRANSFORM_TYPES[declaration.reads[name] ?? 'varchar'] }));

/** The columns of the result; for a contract the last of them holds what the function threw. */
export const resultColumns = (
  declaration: TransformDeclaration,
  input: Input,
  isGuarded: boolean,
): Schema => [
  ...(declaration.shape === 'aggregate' ? keyColumns(declaration) : passingColumns(declaration, input)),
  ...writtenColumns(declaration),
  ...(isGuarded ? [{ name: FAULT, type: 'VARCHAR' }] : []),
];

/** The rows that are given to the function, in types that its files can hold. */
export const givenRows = (declaration: TransformDeclaration, input: Input): Sql => {
  const read = input.schema.filter(({ name }) => findColumn(readColumns(declaration), name));
  const passing = passingColumns(declaration, input);
  const columns = [...passing, ...read.filter(({ name }) => !findColumn(passing, name))];
  const carried = columns.map((column) => sql`${heldByParquet(column)} as ${identifier(column.name)}`);
  return sql`select ${joined(carried)} from ${input}`;
};

/** Columns that the function reads. */
export const readColumns = ({ reads }: TransformDeclaration): Schema =>
  Object.entries(reads).map(([name, type]) => ({ name, type: TRANSFORM_TYPES[type] }));
