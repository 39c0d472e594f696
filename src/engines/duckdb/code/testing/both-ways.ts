import { type DuckDBConnection, DuckDBInstance, DuckDBScalarFunction, INTEGER } from '@duckdb/node-api';
import type { TransformType } from '../../../../kit/index.js';
import { DRIVER_TYPES, GIVEN_TYPES, readColumn, writeColumn } from '../columns.js';
import { columnOf, vectorOf } from '../driver.js';

/** Values that go into an engine and out of it again. */
export interface BothWays {
  readonly connection: DuckDBConnection;
  /** What `given(id)` gives. */
  readonly give: (values: ArrayLike<unknown>) => void;
  /** What `seen(id, value)` was given by a query, by its number. */
  readonly seenBy: (query: string) => Promise<ReadonlyMap<number, unknown>>;
  readonly close: () => void;
}

/** An engine with functions that write and read values of a type as functions of authors do. */
export const bothWays = async (type: TransformType): Promise<BothWays> => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run('SET threads = 1');
  let values: ArrayLike<unknown> = [];
  const seen = new Map<number, unknown>();
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: 'given',
      returnType: DRIVER_TYPES[type],
      parameterTypes: [INTEGER],
      volatile: true,
      mainFunction: (_, chunk, output) => {
        const ids = readColumn(columnOf(chunk, 0), 'integer', chunk.rowCount).values as Int32Array;
        const part = ArrayBuffer.isView(values)
          ? (values as Float64Array).subarray(ids[0], (ids[0] as number) + ids.length)
          : Array.from(ids, (id) => values[id]);
        writeColumn(vectorOf(output), type, part, chunk.rowCount);
      },
    }),
  );
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: 'seen',
      returnType: INTEGER,
      parameterTypes: [INTEGER, GIVEN_TYPES[type]],
      specialHandling: true,
      volatile: true,
      mainFunction: (_, chunk, output) => {
        const { rowCount } = chunk;
        const ids = readColumn(columnOf(chunk, 0), 'integer', rowCount).values as Int32Array;
        const column = readColumn(columnOf(chunk, 1), type, rowCount);
        ids.forEach((id, row) => {
          seen.set(id, column.isNull(row) ? null : column.values[row]);
        });
        writeColumn(vectorOf(output), 'integer', ids, rowCount);
      },
    }),
  );
  return {
    connection,
    give: (next) => {
      values = next;
    },
    seenBy: async (query) => {
      seen.clear();
      await connection.run(
        `create or replace temp table told as select seen(id, value) as id from (${query})`,
      );
      return new Map(seen);
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
};
