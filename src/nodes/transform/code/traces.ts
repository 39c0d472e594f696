import {
  because,
  type ColumnUse,
  identifier,
  joined,
  type Leaving,
  sql,
  TRACED,
  type TraceContext,
  type Traced,
  type TransformDeclaration,
} from '../../../kit/index.js';
import { passingColumns } from './rows.js';

const HOW: Readonly<Record<TransformDeclaration['shape'], string | undefined>> = {
  map: undefined,
  filter: undefined,
  flatMap: undefined,
  partitioned: 'the row itself; a state of the rows of its key before it had a part',
  aggregate: 'all rows of the key',
};

/** Rows of a function are told by the columns that it leaves as they are: what it makes of the others no SQL says. */
export const functionTraces = (
  declaration: TransformDeclaration,
  { input }: TraceContext<unknown>,
  copies: Readonly<Record<string, ColumnUse>>,
): Traced => {
  const isAggregate = declaration.shape === 'aggregate';
  const by = isAggregate ? declaration.by : passingColumns(declaration, input).map(({ name }) => name);
  const how = HOW[declaration.shape];
  const isRough = by.length === 0 && !isAggregate;
  return {
    rows: sql`select ${joined([...by, TRACED].map((name) => identifier(name)))} from ${input}`,
    by,
    copies,
    isOnce: true,
    ...(how === undefined ? {} : { how }),
    ...(isRough ? { rough: 'the function gives every column anew' } : {}),
  };
};

/** Why a row that went into a function does not come out. */
export const functionLeaves = (
  { shape }: TransformDeclaration,
  context: TraceContext<unknown>,
  module: string,
): Leaving =>
  because(
    context,
    shape === 'aggregate' ? 'merged into the row of its key' : `left out by the function in ${module}`,
  );
