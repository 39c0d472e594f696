import { open } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { CodeReply } from '../../kit/index.js';
import { type LogicalNode, wholeName } from '../../planner/index.js';
import { type Coded, passingOf, readsHidden } from './coded.js';
import { moduleOf } from './declare.js';
import { SPILL } from './exchange.js';
import type { CodePlace } from './place.js';
import type { CodeTask, Common } from './requests.js';
import { takenByContract } from './threw.js';

/** Beside its functions a process needs so much for its engine, at least. */
const LEAST_MEMORY = 64_000_000;
/** Where no bound is set, the engines of all processes together have so much. */
const USUAL_MEMORY = 1_000_000_000;
/** Where what functions print is kept, in the folder of their stage. */
const PRINTS = 'prints.txt';

/** What processes are for. */
export interface Wanted {
  /** As many are worth starting. */
  readonly processes: number;
  /** Files beyond the folder of the stage that they read. */
  readonly readable: readonly string[];
}

/** Processes of a function, under way. */
export interface AtWork {
  readonly size: number;
  readonly common: Common;
  /** Has a task done by a process that is free; `which` says which one it is, in words. */
  readonly ask: (task: CodeTask, which: string, signal: AbortSignal) => Promise<CodeReply>;
}

/**
 * Has work done with processes of a node's function, in the folder of its stage.
 *
 * @throws MR5003 where it throws for rows that no contract takes; MR5004 to MR5007 for what else becomes of it
 */
export const withProcesses = async <T>(
  { wiring, loaded, limits, processes: share, plan, values = {}, onPartition }: CodePlace,
  node: LogicalNode,
  coded: Coded,
  { processes, readable }: Wanted,
  folder: string,
  work: (processes: AtWork) => Promise<T>,
): Promise<T> => {
  const asked = coded.runs.asks(node.config);
  const { seconds } = asked;
  const memory = Math.min(asked.memory, share?.memory ?? Number.POSITIVE_INFINITY);
  const module = moduleOf(wiring, loaded.path, asked);
  const most = share?.most ?? limits.threads ?? availableParallelism();
  const size = Math.max(1, Math.min(most, processes));
  const ofEngine = Math.max(
    LEAST_MEMORY,
    Math.floor(share ? memory / 2 : (limits.memory ?? USUAL_MEMORY) / (2 * size)),
  );
  const engine = { memory: ofEngine, readable, folder, spillFolder: join(folder, SPILL) };
  const common = {
    module,
    declaration: coded.declaration,
    engine,
    values,
    passing: passingOf(plan, node, coded),
  };
  const known = { isAll: processes <= 1, isHidden: readsHidden(plan, node, coded) };
  const prints = await open(join(folder, PRINTS), 'a');
  const pool = wiring.createCodePool({ size, memory, module, prints: prints.fd });
  let done = 0;
  const ask: AtWork['ask'] = async (task, which, signal) => {
    const what = `the function of "${wholeName(node.name)}", on partition ${which},`;
    const reply = (await pool.run({ ...task, seconds }, what, signal)) as CodeReply;
    done += 1;
    onPartition?.({ partition: done, rows: reply.rows, seconds: reply.seconds });
    return takenByContract(node, reply, known);
  };
  try {
    return await work({ size, common, ask });
  } finally {
    await pool.close();
    await prints.close();
  }
};
