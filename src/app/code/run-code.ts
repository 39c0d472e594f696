import { mkdir, open, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { count } from '../../base/number-text.js';
import {
  type CodeReply,
  type CodeRequest,
  type Engine,
  type EngineLimits,
  type ExecuteOptions,
  FAULT,
  findColumn,
  nodeContext,
  type RunsCode,
  type Statement,
  type StatementResult,
  type TransformDeclaration,
} from '../../kit/index.js';
import {
  endOf,
  hiddenColumns,
  type LogicalNode,
  type LogicalPlan,
  nodeNamed,
  type Stage,
  wholeName,
} from '../../planner/index.js';
import type { LoadedDocument } from '../load/load-document.js';
import type { Wiring } from '../wiring.js';
import { moduleOf } from './declare.js';
import { exchangeOf, OUT, partitionsIn, SPILL } from './exchange.js';
import { ofFunction } from './problems.js';
import { threw } from './threw.js';

/** What a stage with a function of the author runs in. */
export interface CodePlace {
  readonly wiring: Wiring;
  readonly engine: Engine;
  readonly plan: LogicalPlan;
  readonly loaded: LoadedDocument;
  /** A folder that the engine may write. */
  readonly folder: string;
  readonly limits: EngineLimits;
  readonly options: ExecuteOptions;
}

/** Beside its functions a process needs so much for its engine, at least. */
const LEAST_MEMORY = 64_000_000;
/** Where no bound is set, the engines of all processes together have so much. */
const USUAL_MEMORY = 1_000_000_000;
/** Where what functions print is kept, in the folder of their stage. */
const PRINTS = 'prints.txt';

interface Coded {
  readonly runs: RunsCode<unknown>;
  readonly declaration: TransformDeclaration;
}

const codedOf = ({ kind, config, name }: LogicalNode): Coded => {
  const runs = kind.family === 'transform' ? kind.code : undefined;
  const declaration = runs?.declaration(config);
  if (!runs || !declaration) throw new Error(`"${name}" has no function`);
  return { runs, declaration };
};

/** Columns that go through beside the function, and that something needs. */
const passingOf = (
  plan: LogicalPlan,
  { config, inputs, schema }: LogicalNode,
  { runs }: Coded,
): readonly string[] => {
  const input = nodeNamed(plan, inputs[0]?.node ?? '');
  const context = nodeContext(config, [{ kind: 'relation', alias: '', name: '', schema: input.schema }]);
  return runs.passing(context).filter((column) => findColumn(schema, column) !== undefined);
};

/** A function that throws for a row which no contract takes has failed: what it would do with the others nobody needs to know. */
const hasFailed = ({ schema }: LogicalNode, { faults }: CodeReply): boolean =>
  faults > 0 && findColumn(schema, FAULT) === undefined;

/** Has each partition put through the function by a process that is free; not all of them once it has failed. */
const throughProcesses = async (
  { wiring, loaded, limits, options, plan }: CodePlace,
  node: LogicalNode,
  coded: Coded,
  partitions: readonly (readonly string[])[],
  folder: string,
): Promise<readonly CodeReply[]> => {
  const { runs, declaration } = coded;
  const asked = runs.asks(node.config);
  const { seconds, memory } = asked;
  const module = moduleOf(wiring, loaded.path, asked);
  const size = Math.max(1, Math.min(limits.threads ?? availableParallelism(), partitions.length));
  const prints = await open(join(folder, PRINTS), 'a');
  const { environment } = module;
  const pool = wiring.createCodePool({
    size,
    memory,
    environment,
    folder: dirname(module.path),
    prints: prints.fd,
  });
  const passing = passingOf(plan, node, coded);
  const ofEngine = Math.max(LEAST_MEMORY, Math.floor((limits.memory ?? USUAL_MEMORY) / (2 * size)));
  const replies: CodeReply[] = [];
  let over: Promise<void> | undefined;
  const through = async (input: readonly string[], index: number): Promise<void> => {
    const request: CodeRequest = {
      module,
      declaration,
      input,
      output: partitionFile(folder, index),
      passing,
      memory: ofEngine,
      spillFolder: join(folder, SPILL, String(index)),
    };
    const what = `the function of "${wholeName(node.name)}", on partition ${index + 1} of ${count(partitions.length)},`;
    try {
      const reply = (await pool.run({ ask: 'run', seconds, request }, what, options.signal)) as CodeReply;
      replies.push(reply);
      options.onProgress(replies.length / partitions.length);
      if (hasFailed(node, reply)) over ??= pool.close();
    } catch (thrown) {
      if (!over || options.signal.aborted) throw thrown;
    }
    await over;
  };
  try {
    await Promise.all(partitions.map(through));
    return replies;
  } finally {
    await pool.close();
    await prints.close();
  }
};

/** Whether the function reads a column whose values are not shown. */
const readsHidden = (plan: LogicalPlan, { inputs }: LogicalNode, { declaration }: Coded): boolean => {
  const hidden = hiddenColumns(plan).get(inputs[0]?.node ?? '') ?? new Set();
  const names = new Set([...hidden].map((name) => name.toLowerCase()));
  return Object.keys(declaration.reads).some((name) => names.has(name.toLowerCase()));
};

/** What came of the partitions, where a contract takes the rows for which the function threw, or it threw for none. */
const takenByContract = (
  node: LogicalNode,
  replies: readonly CodeReply[],
  partitions: number,
  isHidden: boolean,
): readonly CodeReply[] => {
  if (replies.some((reply) => hasFailed(node, reply)))
    throw threw(wholeName(node.name), replies, partitions, isHidden);
  return replies;
};

const partitionFile = (folder: string, index: number): string => join(folder, OUT, `part-${index}.parquet`);

/**
 * Gives the rows of a stage to the function at its end: the engine writes them into Parquet files, processes put these
 * through the function, and what comes of it stands under the name of the node.
 *
 * @throws MR5003 where it throws for rows that no contract takes; MR5004 to MR5006 for what it does else
 */
export const runCode = async (
  place: CodePlace,
  stage: Pick<Stage, 'id' | 'nodes'>,
  statement: Omit<Statement, 'sink'>,
): Promise<StatementResult> => {
  const { wiring, engine, plan, options, loaded } = place;
  const node = nodeNamed(plan, endOf(stage));
  const coded = codedOf(node);
  const name = wholeName(node.name);
  const isHidden = readsHidden(plan, node, coded);
  const folder = join(place.folder, stage.id);
  const given = join(folder, 'in');
  await mkdir(folder, { recursive: true });
  try {
    const exchange = await exchangeOf(statement.query, coded.declaration, given, wiring.sharing);
    const written = await engine.execute({ ...statement, ...exchange }, options);
    const partitions = await partitionsIn(given);
    const replies = await throughProcesses(place, node, coded, partitions, folder)
      .then((all) => takenByContract(node, all, partitions.length, isHidden))
      .catch((thrown: unknown) => {
        throw ofFunction(thrown, loaded, name, isHidden);
      });
    await engine.keepFiles(
      node.name,
      partitions.map((_, index) => partitionFile(folder, index)),
      node.schema,
    );
    return { ...written, rows: replies.reduce((sum, reply) => sum + reply.rows, 0) };
  } finally {
    for (const path of [given, join(folder, SPILL)]) await rm(path, { recursive: true, force: true });
  }
};
