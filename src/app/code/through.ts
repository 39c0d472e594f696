import { open } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { CodeReply, CodeRequest } from '../../kit/index.js';
import { type LogicalNode, wholeName } from '../../planner/index.js';
import { type At, byHands } from './by-hands.js';
import { type Coded, passingOf } from './coded.js';
import { moduleOf } from './declare.js';
import { GIVEN, OUT } from './exchange.js';
import type { Part, Parts } from './parts.js';
import type { CodePlace } from './place.js';

/** Beside its functions a process needs so much for its engine, at least. */
const LEAST_MEMORY = 64_000_000;
/** Where no bound is set, the engines of all processes together have so much. */
const USUAL_MEMORY = 1_000_000_000;
/** Where what functions print is kept, in the folder of their stage. */
const PRINTS = 'prints.txt';

/** What came of a part. */
export interface Through {
  /** The Parquet file of the result. */
  readonly file: string;
  readonly reply: CodeReply;
}

/** Has each part put through the function by a process that is free; no part is made before one is. */
export const throughProcesses = async (
  { wiring, loaded, limits, options, plan, values = {} }: CodePlace,
  node: LogicalNode,
  coded: Coded,
  parts: Parts,
  folder: string,
): Promise<readonly Through[]> => {
  const { runs, declaration } = coded;
  const asked = runs.asks(node.config);
  const { seconds, memory } = asked;
  const module = moduleOf(wiring, loaded.path, asked);
  const size = Math.max(1, Math.min(limits.threads ?? availableParallelism(), parts.processes));
  const prints = await open(join(folder, PRINTS), 'a');
  const pool = wiring.createCodePool({ size, memory, module, prints: prints.fd });
  const engine = {
    memory: Math.max(LEAST_MEMORY, Math.floor((limits.memory ?? USUAL_MEMORY) / (2 * size))),
    readable: parts.readable,
    folder,
  };
  const passing = passingOf(plan, node, coded);
  const done: Through[] = [];
  const through = async (
    { rows, tables, slice }: Part,
    { index, hand }: At,
    signal: AbortSignal,
  ): Promise<void> => {
    const pipe = join(folder, GIVEN, `${hand}.pipe`);
    const file = join(folder, OUT, `part-${index}.parquet`);
    const request: CodeRequest = {
      module,
      declaration,
      engine,
      rows: rows(pipe),
      values,
      tables,
      output: file,
      passing,
      ...(slice ? { slice: { ...slice, pipe } } : {}),
    };
    const what = `the function of "${wholeName(node.name)}", on partition ${index + 1},`;
    const reply = (await pool.run({ ask: 'run', seconds, request }, what, signal)) as CodeReply;
    done[index] = { file, reply };
    options.onProgress(Math.min(1, done.length / parts.processes));
  };
  try {
    await byHands(parts.all, size, options.signal, through);
    return done;
  } finally {
    await pool.close();
    await prints.close();
  }
};
