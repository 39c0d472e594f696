import { identifier, sql } from '../../kit/index.js';
import { rowsForFunction, type Tracing, upTo } from '../../planner/trace/index.js';
import type { Prepared } from '../check/prepared.js';
import { runCode } from '../code/run-code.js';
import type { Wiring } from '../wiring.js';
import type { TraceSession } from './session.js';

/** What running functions needs beside the session. */
export interface Functions {
  readonly wiring: Wiring;
  readonly prepared: Prepared;
  /** A folder that the engine may write. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** Calls the functions of the nodes above one: what they make is kept, for no SQL says it. */
export const keepMade = async (
  session: TraceSession,
  tracing: Tracing,
  end: string,
  { wiring, prepared, folder, signal }: Functions,
): Promise<Tracing> => {
  const { plan } = tracing;
  const tables = new Map(tracing.tables);
  for (const node of upTo(plan, [end])) {
    if (node.kind.family !== 'transform' || !node.kind.code) continue;
    const query = rowsForFunction({ plan, tables }, node);
    const place = {
      wiring,
      engine: session.engine,
      plan,
      loaded: prepared.loaded,
      folder,
      limits: prepared.settings.limits,
      processes: prepared.settings.container?.processes,
      options: { signal, onProgress: () => undefined },
    };
    await runCode(place, { id: `t${tables.size}`, nodes: [node.name] }, { query });
    const { table } = await session.keep(sql`select * from ${identifier(node.name)}`);
    tables.set(node.name, table);
  }
  return { plan, tables };
};
