import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import {
  type CodeRequest,
  FAULT,
  identifier,
  joined,
  quoted,
  type Sql,
  sql,
  type TransformType,
} from '../../../kit/index.js';
import type { AggregateRow, Aggregating } from '../../../transforms/index.js';
import { DRIVER_TYPES, fromDriver, toDriver } from './columns.js';
import type { Seeing } from './function.js';
import { batchOf } from './rows-in.js';
import { orderedRows } from './statement.js';

const TABLE = 'aggregated';

interface Out {
  readonly name: string;
  readonly type: TransformType;
}

const outputs = ({ declaration: { by, reads, writes } }: CodeRequest): readonly Out[] => [
  ...by.map((name) => ({ name, type: reads[name] as TransformType })),
  ...Object.entries(writes).map(([name, type]) => ({ name, type })),
];

const inDriver = ({ declaration: { reads } }: CodeRequest, rows: Sql): Sql =>
  sql`select ${joined(
    Object.entries(reads).map(([name, type]) => sql`${toDriver(name, type)} as ${identifier(name)}`),
  )} from (${rows})`;

const value = (cell: unknown, type: TransformType): DuckDBValue =>
  (type === 'boolean' && cell !== null ? Boolean(cell) : cell) as DuckDBValue;

/**
 * Puts the rows of a partition through an aggregate, and gives the SQL of what came of it. Its rows come by their key,
 * so that no more than one key is in hand at a time.
 */
export const aggregated = async (
  connection: DuckDBConnection,
  request: CodeRequest,
  { add, end }: Aggregating,
  { working, onFault }: Pick<Seeing, 'working' | 'onFault'>,
): Promise<Sql> => {
  const { reads, by } = request.declaration;
  const columns = outputs(request);
  const types = columns.map(({ name, type }) => `${quoted(name)} ${DRIVER_TYPES[type]}`);
  await connection.run(`create temp table ${TABLE} (${[...types, `${quoted(FAULT)} VARCHAR`].join(', ')})`);
  const appender = await connection.createAppender(TABLE);
  const append = (rows: readonly AggregateRow[]): void => {
    for (const { key, cells, fault } of rows) {
      [...key, ...cells].forEach((cell, index) => {
        const { type } = columns[index] as Out;
        appender.appendValue(value(cell, type), DRIVER_TYPES[type]);
      });
      if (fault === undefined) appender.appendNull();
      else {
        appender.appendVarchar(fault);
        onFault({ text: fault, row: Object.fromEntries(by.map((name, index) => [name, key[index]])) });
      }
      appender.endRow();
    }
  };
  const stream = await connection.stream(inDriver(request, orderedRows(request)).text);
  for (
    let chunk = await stream.fetchChunk();
    chunk && chunk.rowCount > 0;
    chunk = await stream.fetchChunk()
  ) {
    working.begin();
    append(add(batchOf(chunk, reads), chunk.rowCount));
    working.end();
  }
  working.begin();
  append(end());
  working.end();
  appender.closeSync();
  const list = columns.map(
    ({ name, type }) => sql`${fromDriver(identifier(name), type)} as ${identifier(name)}`,
  );
  return sql`select ${joined([...list, identifier(FAULT)])} from ${identifier(TABLE)}`;
};
