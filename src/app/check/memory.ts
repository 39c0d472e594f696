import { statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { dirname } from 'node:path';
import { type Problem, problem } from '../../base/errors/index.js';
import type { DecisionRecord, EngineLimits } from '../../kit/index.js';
import { decideMemory, documentNode, type Held, heldBytes, type LogicalPlan } from '../../planner/index.js';
import type { ParsedDocument } from '../../spec/index.js';

/** The engine's own share of what the machine has, where the document sets no bound. */
const SHARE = 0.8;

const machineMemory = (): number => {
  const bound = process.constrainedMemory();
  return bound > 0 ? Math.min(bound, totalmem()) : totalmem();
};

/** Bytes that are free on the disk of a folder, which need not be there yet; undefined where nobody can tell. */
export const freeAt = async (folder: string): Promise<number | undefined> => {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return dirname(folder) === folder ? undefined : freeAt(dirname(folder));
  }
};

/** What is decided on memory, and the nodes for which there may be too little room. */
export interface MemoryCheck {
  readonly decisions: readonly DecisionRecord[];
  readonly problems: readonly Problem[];
}

const shortage = (parsed: ParsedDocument, node: string, { chosen, evidence }: DecisionRecord): Problem => {
  const place = parsed.source.keyPlace(['nodes', node]);
  return problem('MR3019', `"${node}" ${chosen}, and there is too little room`, {
    node,
    severity: 'warning',
    notes: [evidence],
    ...(place ? { place } : {}),
  });
};

/** Nodes that have to hold more rows than there is memory for: where these go, and whether they fit there. */
export const checkMemory = async (
  parsed: ParsedDocument,
  plan: LogicalPlan,
  limits: EngineLimits,
  free: () => Promise<number | undefined>,
): Promise<MemoryCheck> => {
  const memory = limits.memory ?? machineMemory() * SHARE;
  const large: readonly Held[] = heldBytes(plan).filter(({ bytes }) => bytes > memory);
  if (large.length === 0) return { decisions: [], problems: [] };
  const disk = await free();
  const all = large.map((held) => {
    const { decision, isShort } = decideMemory(held, { memory, ...(disk === undefined ? {} : { disk }) });
    return { record: { ...decision, node: documentNode(held.node), files: [] }, isShort };
  });
  return {
    decisions: all.map(({ record }) => record),
    problems: all.flatMap(({ record, isShort }) => (isShort ? [shortage(parsed, record.node, record)] : [])),
  };
};
