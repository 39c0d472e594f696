import type { Cell, Engine, EngineOptions, ExecuteOptions, Sql } from '../kit/index.js';
import type { Wiring } from './wiring.js';

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

/** An engine for a few short statements over files that are known. */
export const smallEngine = (
  { createEngine }: Wiring,
  files: Pick<EngineOptions, 'readable' | 'writable' | 'spillFolder'>,
): Promise<Engine> => createEngine({ limits: { threads: 1 }, values: {}, keepOrder: true, ...files });
