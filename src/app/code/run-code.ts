import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MillraceError } from '../../base/errors/index.js';
import {
  FAULT,
  findColumn,
  type PartitionRecord,
  type Statement,
  type StatementResult,
} from '../../kit/index.js';
import { endOf, type LogicalNode, nodeNamed, type Stage, wholeName } from '../../planner/index.js';
import { type Coded, codedOf, readsHidden } from './coded.js';
import { exchanged, GIVEN, OUT, SPILL } from './exchange.js';
import { readableParts } from './parts.js';
import type { CodePlace } from './place.js';
import { isOfFunction, ofFunction } from './problems.js';
import { threw } from './threw.js';
import { type Through, throughProcesses } from './through.js';

/** A stage, as far as its function needs to know it. */
export type CodeStage = Pick<Stage, 'id' | 'nodes' | 'parted'>;

/** What came of a stage with a function. */
export interface CodeResult extends StatementResult {
  readonly partitions: PartitionRecord;
}

/** What came of all partitions, where a contract takes the rows for which the function threw, or it threw for none. */
const takenByContract = (
  { name, schema }: LogicalNode,
  through: readonly Through[],
  isHidden: boolean,
): readonly Through[] => {
  const isGuarded = findColumn(schema, FAULT) !== undefined;
  const replies = through.map(({ reply }) => reply);
  if (!isGuarded && replies.some(({ faults }) => faults > 0)) throw threw(wholeName(name), replies, isHidden);
  return through;
};

/** Where processes can read the rows themselves, they do. What the engine says of rows then is said better by the run's own. */
const readDirectly = async (
  place: CodePlace,
  node: LogicalNode,
  coded: Coded,
  stage: CodeStage,
  folder: string,
): Promise<readonly Through[] | undefined> => {
  try {
    const parts = await readableParts(place, stage, join(folder, GIVEN));
    return parts && (await throughProcesses(place, node, coded, parts, folder));
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
): Promise<{ readonly written?: StatementResult; readonly through: readonly Through[] }> => {
  const coded = codedOf(node);
  const isHidden = readsHidden(place.plan, node, coded);
  try {
    const direct = await readDirectly(place, node, coded, stage, folder);
    if (direct) return { through: takenByContract(node, direct, isHidden) };
    const { parts, written } = await exchanged(place, statement, coded.declaration, join(folder, GIVEN));
    const through = await throughProcesses(place, node, coded, parts, folder);
    return { written, through: takenByContract(node, through, isHidden) };
  } catch (thrown) {
    throw ofFunction(thrown, place.loaded, wholeName(node.name), isHidden);
  }
};

/**
 * Gives the rows of a stage to the function at its end: processes read them in parts or, where they cannot, the engine
 * writes them into Parquet files for them; what comes of it stands under the name of the node.
 *
 * @throws MR5003 where it throws for rows that no contract takes; MR5004 to MR5006 for what it does else
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
    const { written, through } = await results(place, node, stage, statement, folder);
    await place.engine.keepFiles(
      node.name,
      through.map(({ file }) => file),
      node.schema,
    );
    const rows = through.reduce((sum, { reply }) => sum + reply.rows, 0);
    const partitions = { by: written ? 'exchange' : 'reading', count: through.length } as const;
    return { schema: [], values: [], ...written, rows, partitions };
  } finally {
    for (const part of [GIVEN, SPILL]) await rm(join(folder, part), { recursive: true, force: true });
  }
};
