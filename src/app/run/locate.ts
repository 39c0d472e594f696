import { MillraceError, type Problem } from '../../base/errors/index.js';
import { type Engine, type ExecuteOptions, type Sql, sql } from '../../kit/index.js';
import { documentNode, fuse, type Stage } from '../../planner/index.js';
import type { ParsedDocument } from '../../spec/index.js';
import { rowFaults } from './row-faults.js';

/** Every value of every row has to be computed for the hash, and nothing has to be kept. */
const computeAll = (query: Sql): Sql => sql`select max(hash(_row)) from (${query}) as _row`;

const fails = async (engine: Engine, query: Sql, options: ExecuteOptions): Promise<boolean> => {
  try {
    await engine.execute({ query: computeAll(query), sink: { kind: 'rows', limit: 1 } }, options);
    return false;
  } catch {
    return true;
  }
};

const failingNode = async (
  engine: Engine,
  stage: Stage,
  options: ExecuteOptions,
): Promise<string | undefined> => {
  if (stage.steps.length === 1) return stage.steps[0]?.node;
  for (const [index, step] of stage.steps.entries()) {
    if (await fails(engine, fuse(stage.steps.slice(0, index + 1)), options)) return step.node;
  }
  return undefined;
};

const placed = (item: Problem, node: string, { source }: ParsedDocument): Problem => {
  const place = source.keyPlace(['nodes', documentNode(node)]);
  return { ...item, node, message: `${item.message} in "${node}"`, ...(place ? { place } : {}) };
};

/** A failed stage's error, with the first of its nodes that fails on its own: the stage is run again up to each. */
export const located = async (
  thrown: unknown,
  engine: Engine,
  stage: Stage,
  options: ExecuteOptions,
  parsed: ParsedDocument,
): Promise<unknown> => {
  if (!(thrown instanceof MillraceError)) return thrown;
  const [first] = thrown.problems;
  if (!first || !rowFaults.has(first.code) || options.signal.aborted) return thrown;
  const node = await failingNode(engine, stage, options);
  if (node === undefined) return thrown;
  return new MillraceError(
    thrown.problems.map((item) => placed(item, node, parsed)),
    { cause: thrown },
  );
};
