import type { Engine, Sql } from '../../kit/index.js';
import type { Cells } from './types.js';

/** The rows of a query, at most so many. */
export const readRows = async (
  engine: Engine,
  query: Sql,
  limit: number,
  signal: AbortSignal,
): Promise<readonly Cells[]> =>
  (await engine.execute({ query, sink: { kind: 'rows', limit } }, { signal, onProgress: () => undefined }))
    .values;
