import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import {
  type CodeFault,
  type CodeRequest,
  FAULT,
  identifier,
  joined,
  quoted,
  type Sql,
  sql,
  type TransformDeclaration,
  type TransformType,
} from '../../../kit/index.js';
import type { AggregateRow, Aggregating, KeyState, KeyStates } from '../../../transforms/index.js';
import { DRIVER_TYPES, fromDriver, toDriver } from './columns.js';
import type { Seeing, Working } from './function.js';
import { batchOf } from './rows-in.js';
import { orderedRows } from './statement.js';

const TABLE = 'aggregated';

interface Out {
  readonly name: string;
  readonly type: TransformType;
}

const outputs = ({ by, reads, writes }: TransformDeclaration): readonly Out[] => [
  ...by.map((name) => ({ name, type: reads[name] as TransformType })),
  ...Object.entries(writes).map(([name, type]) => ({ name, type })),
];

const inDriver = ({ declaration: { reads } }: CodeRequest, rows: Sql): Sql =>
  sql`select ${joined(
    Object.entries(reads).map(([name, type]) => sql`${toDriver(name, type)} as ${identifier(name)}`),
  )} from (${rows})`;

const value = (cell: unknown, type: TransformType): DuckDBValue =>
  (type === 'boolean' && cell !== null ? Boolean(cell) : cell) as DuckDBValue;

/** A table of this process that takes rows of a result. */
interface Table {
  readonly append: (rows: readonly AggregateRow[]) => void;
  /** The SQL of its rows, of which there are no more to come. */
  readonly close: () => Sql;
}

const createTable = async (
  connection: DuckDBConnection,
  declaration: TransformDeclaration,
  onFault: (fault: CodeFault) => void,
): Promise<Table> => {
  const columns = outputs(declaration);
  const types = columns.map(({ name, type }) => `${quoted(name)} ${DRIVER_TYPES[type]}`);
  await connection.run(
    `create or replace temp table ${TABLE} (${[...types, `${quoted(FAULT)} VARCHAR`].join(', ')})`,
  );
  const appender = await connection.createAppender(TABLE);
  const appendRow = ({ key, cells, fault }: AggregateRow): void => {
    [...key, ...cells].forEach((cell, index) => {
      const { type } = columns[index] as Out;
      appender.appendValue(value(cell, type), DRIVER_TYPES[type]);
    });
    if (fault === undefined) appender.appendNull();
    else {
      appender.appendVarchar(fault);
      onFault({
        text: fault,
        row: Object.fromEntries(declaration.by.map((name, index) => [name, key[index]])),
      });
    }
    appender.endRow();
  };
  return {
    append: (rows) => rows.forEach(appendRow),
    close: () => {
      appender.closeSync();
      const list = columns.map(
        ({ name, type }) => sql`${fromDriver(identifier(name), type)} as ${identifier(name)}`,
      );
      return sql`select ${joined([...list, identifier(FAULT)])} from ${identifier(TABLE)}`;
    },
  };
};

/**
 * Puts the rows of a partition through an aggregate. They come by their key, so that no more than one key is in hand
 * at a time: `onKeys` takes those that have ended.
 */
const throughKeys = async (
  connection: DuckDBConnection,
  request: CodeRequest,
  { add, end }: Aggregating,
  working: Working,
  onKeys: (known: readonly KeyState[]) => void,
): Promise<void> => {
  const { reads } = request.declaration;
  const stream = await connection.stream(inDriver(request, orderedRows(request)).text);
  for (
    let chunk = await stream.fetchChunk();
    chunk && chunk.rowCount > 0;
    chunk = await stream.fetchChunk()
  ) {
    working.begin();
    onKeys(add(batchOf(chunk, reads), chunk.rowCount));
    working.end();
  }
  working.begin();
  onKeys(end());
  working.end();
};

/** Gives the SQL of what comes of a partition. */
export const aggregated = async (
  connection: DuckDBConnection,
  request: CodeRequest,
  rows: Aggregating,
  { finished }: Pick<KeyStates, 'finished'>,
  { working, onFault }: Pick<Seeing, 'working' | 'onFault'>,
): Promise<Sql> => {
  const { append, close } = await createTable(connection, request.declaration, onFault);
  await throughKeys(connection, request, rows, working, (known) => append(known.map(finished)));
  return close();
};

/** What is known of the rows of a partition, which are of one key. */
export const stateOf = async (
  connection: DuckDBConnection,
  request: CodeRequest,
  rows: Aggregating,
  working: Working,
): Promise<KeyState> => {
  const all: KeyState[] = [];
  await throughKeys(connection, request, rows, working, (known) => all.push(...known));
  const [only, other] = all;
  if (!only || other) throw new Error(`rows of ${all.length} keys where there was to be one`);
  return only;
};

/** Gives the SQL of the row of a key. */
export const finishedRow = async (
  connection: DuckDBConnection,
  declaration: TransformDeclaration,
  known: KeyState,
  { finished }: Pick<KeyStates, 'finished'>,
  { working, onFault }: Pick<Seeing, 'working' | 'onFault'>,
): Promise<Sql> => {
  const { append, close } = await createTable(connection, declaration, onFault);
  working.begin();
  append([finished(known)]);
  working.end();
  return close();
};
