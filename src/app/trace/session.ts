import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cell, ColumnUse, Engine, ExecuteOptions, Schema, Sql } from '../../kit/index.js';
import {
  amongSeveral,
  countSql,
  type Narrowing,
  narrowedBy,
  narrowing,
  type Tracing,
  valuesSql,
  withFew,
} from '../../planner/trace/index.js';
import { readingEngine } from '../check/as-given.js';
import type { Prepared } from '../check/prepared.js';
import { readableIn } from '../check/sources.js';
import type { Wiring } from '../wiring.js';

/** Rows that were chosen, in a table of the engine. */
export interface Chosen {
  readonly table: string;
  readonly rows: number;
}

/** An engine in which rows are followed. */
export interface TraceSession {
  readonly engine: Engine;
  readonly tracing: Tracing;
  readonly keep: (query: Sql) => Promise<Chosen>;
  readonly rows: (query: Sql, limit: number) => Promise<readonly (readonly Cell[])[]>;
  /** Conditions on inputs that chosen rows make, by columns that were copied. */
  readonly narrow: (
    copies: Readonly<Record<string, ColumnUse>>,
    schema: Schema,
    chosen: Chosen,
  ) => Promise<Narrowing>;
}

/** An engine that reads the inputs, writes nothing but what does not fit into memory or goes to functions, and is gone afterwards. */
export const traceEngine = (
  wiring: Wiring,
  { settings, sources }: Prepared,
  writable: readonly string[],
): Promise<Engine> =>
  readingEngine(wiring, readableIn(sources), {
    limits: settings.limits,
    writable,
    spillFolder: join(tmpdir(), `millrace-trace-${randomUUID()}`),
    values: settings.values,
    keepOrder: true,
  });

export const createSession = (engine: Engine, tracing: Tracing, signal: AbortSignal): TraceSession => {
  const options: ExecuteOptions = { signal, onProgress: () => undefined };
  let count = 0;
  const rows = async (query: Sql, limit: number): Promise<readonly (readonly Cell[])[]> =>
    (await engine.execute({ query, sink: { kind: 'rows', limit } }, options)).values;
  return {
    engine,
    tracing,
    rows,
    keep: async (query) => {
      count += 1;
      const table = `chosen rows ${count}`;
      const result = await engine.execute({ query, sink: { kind: 'table', table } }, options);
      return { table, rows: result.rows };
    },
    narrow: async (copies, schema, chosen) => {
      const columns = narrowedBy(copies, schema);
      if (columns.length === 0 || chosen.rows === 0) return [];
      const few = withFew(columns, (await rows(countSql(columns, chosen.table), 1))[0] ?? []);
      return few.length === 0 ? [] : narrowing(few, (await rows(valuesSql(few, chosen.table), 1))[0] ?? []);
    },
  };
};

const NONE: Chosen = { table: '', rows: 0 };

/** Rows of a node that were chosen in several ways, each once. */
export const oneOf = async (
  session: TraceSession,
  name: string,
  [first, ...others]: readonly Chosen[],
): Promise<Chosen> => {
  if (!first || others.length === 0) return first ?? NONE;
  const tables = [first, ...others].map(({ table }) => table);
  return session.keep(amongSeveral(session.tracing, name, tables));
};
