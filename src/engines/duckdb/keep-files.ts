import { literal, quoted, type Schema } from '../../kit/index.js';
import type { Session } from './session.js';

/** A view over files, whose columns have their types again where Parquet has none like them. */
export const keepFiles = async (
  session: Session,
  table: string,
  paths: readonly string[],
  schema: Schema,
): Promise<void> => {
  const columns = schema.map(({ name, type }) => {
    const value = paths.length === 0 ? 'null' : quoted(name);
    return `cast(${value} as ${type}) as ${quoted(name)}`;
  });
  const rows =
    paths.length === 0
      ? 'where false'
      : `from read_parquet(${literal(paths).text}, hive_partitioning = false)`;
  await session.rows(`create or replace temp view ${quoted(table)} as select ${columns.join(', ')} ${rows}`);
};
