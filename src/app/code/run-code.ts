import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MillraceError } from '../../base/errors/index.js';
import type { PartitionRecord, Statement, StatementResult } from '../../kit/index.js';
import { endOf, type LogicalNode, nodeNamed, type Stage, wholeName } from '../../planner/index.js';
import { type Coded, codedOf, readsHidden } from './coded.js';
import { GIVEN, OUT, SPILL } from './exchange.js';
import { readableParts } from './parts.js';
import type { CodePlace } from './place.js';
import { isOfFunction, ofFunction } from './problems.js';
import { withProcesses } from './processes.js';
import { resultFile } from './requests.js';
import { type Exchanged, throughExchange } from './through-exchange.js';
import { type Through, throughParts } from './through-parts.js';

/** A stage, as far as its function needs to know it. */
export type CodeStage = Pick<Stage, 'id' | 'nodes' | 'parted'>;

/** What came of a stage with a function. */
export interface CodeResult extends StatementResult {
  readonly partitions: PartitionRecord;
}

/** Where processes can read the rows themselves, they do. What the engine says of rows then is said better by the run's own. */
const readDirectly = async (
  place: CodePlace,
  node: LogicalNode,
  coded: Coded,
  stage: CodeStage,
  folder: string,
): Promise<Through | undefined> => {
  try {
    const parts = await readableParts(place, stage, join(folder, GIVEN));
    if (!parts) return undefined;
    return await withProcesses(place, node, coded, parts, folder, (atWork) =>
      throughParts(parts, atWork, folder, place.options),
    );
  } catch (thrown) {
    place.options.signal.throwIfAborted();
    if (!(thrown instanceof MillraceError) || isOfFunction(thrown)) throw thrown;
    for (const part of [GIVEN, OUT]) await rm(join(folder, part), { recursive: true, force: true });
    return undefined;
  }
};

const results = async (
  place: CodePlace,
  node: LogicalNode,
  stage: CodeStage,
  statement: Omit<Statement, 'sink'>,
  folder: string,
): Promise<Through | Exchanged> => {
  const coded = codedOf(node);
  try {
    const direct = await readDirectly(place, node, coded, stage, folder);
    return direct ?? (await throughExchange(place, node, coded, statement, folder));
  } catch (thrown) {
    throw ofFunction(thrown, place.loaded, wholeName(node.name), readsHidden(place.plan, node, coded));
  }
};

/** How rows went through: in how many partitions and, where these are by size, how fast. */
const doneOf = (came: Through | Exchanged): PartitionRecord => {
  const { replies, bytes } = came;
  const seconds = replies.reduce((sum, reply) => sum + reply.seconds, 0);
  return {
    by: 'written' in came ? 'exchange' : 'reading',
    count: replies.length,
    ...(bytes === undefined ? {} : { bytes, seconds }),
  };
};

/**
 * Gives the rows of a stage to the function at its end: processes read them in parts or, where they cannot, the engine
 * writes them into Parquet files for them; what comes of it stands under the name of the node.
 *
 * @throws MR5003 where it throws for rows that no contract takes; MR5004 to MR5007 for what else becomes of it
 */
export const runCode = async (
  place: CodePlace,
  stage: CodeStage,
  statement: Omit<Statement, 'sink'>,
): Promise<CodeResult> => {
  const node = nodeNamed(place.plan, endOf(stage));
  const folder = join(place.folder, stage.id);
  await mkdir(folder, { recursive: true });
  try {
    const came = await results(place, node, stage, statement, folder);
    const { replies } = came;
    await place.engine.keepFiles(
      node.name,
      replies.map((_, index) => resultFile(folder, index)),
      node.schema,
    );
    const rows = replies.reduce((sum, reply) => sum + reply.rows, 0);
    return {
      schema: [],
      values: [],
      ...('written' in came ? came.written : {}),
      rows,
      partitions: doneOf(came),
    };
  } finally {
    for (const part of [GIVEN, SPILL]) await rm(join(folder, part), { recursive: true, force: true });
  }
};
