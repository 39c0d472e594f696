import type { Cell, Engine, ExecuteOptions, Sql } from '../kit/index.js';

/** For statements that are short: nobody stops them, and nobody is told how far they are. */
export const unwatched = (): ExecuteOptions => ({
  signal: new AbortController().signal,
  onProgress: () => undefined,
});

/** The first rows of a query that is short. */
export const readRows = async (
  engine: Engine,
  query: Sql,
  limit: number,
): Promise<readonly (readonly Cell[])[]> =>
  (await engine.execute({ query, sink: { kind: 'rows', limit } }, unwatched())).values;
