import type { CacheRecord } from '../../../kit/index.js';
import { endOf, keptName, type Stage, wholeName } from '../../../planner/index.js';
import { unkeepable } from './exact.js';
import { keyOf, partsOf, type StageParts, type Surroundings } from './parts.js';
import { readSaved, type SavedStage } from './saved.js';
import { whyRedone } from './why.js';

/** What becomes of a stage. */
export interface Verdict {
  readonly stage: Stage;
  readonly parts: StageParts;
  readonly key: string;
  /** The result that is taken over. */
  readonly saved?: SavedStage;
  /** Why it is done; empty where it is taken over. */
  readonly why: readonly string[];
}

const notKept = ({ sink, schema }: Stage): readonly string[] => {
  const column = keptName(sink) === undefined ? undefined : unkeepable(schema);
  return column ? [`rows with column "${column.name}" (${column.type}) cannot be kept`] : [];
};

const judged = async (
  stage: Stage,
  parts: StageParts,
  from: { readonly folder: string; readonly runId: string } | undefined,
): Promise<Verdict> => {
  const key = keyOf(parts);
  if (!from) return { stage, parts, key, why: ['no run is resumed'] };
  const before = await readSaved(from.folder, endOf(stage));
  if (before?.key === key) return { stage, parts, key, saved: before, why: [] };
  const unfinished = notKept(stage);
  const never = unfinished.length > 0 ? unfinished : [`run ${from.runId} did not finish it`];
  return { stage, parts, key, why: before ? whyRedone(before.parts, parts) : never };
};

/** Holds each stage against what an earlier run has kept; those before it come first. */
export const verdictsOf = async (
  surroundings: Surroundings,
  from: { readonly folder: string; readonly runId: string } | undefined,
): Promise<readonly Verdict[]> => {
  const keys = new Map<string, string>();
  const verdicts: Verdict[] = [];
  for (const stage of surroundings.prepared.physical.stages) {
    const verdict = await judged(stage, partsOf(surroundings, stage, keys), from);
    keys.set(endOf(stage), verdict.key);
    verdicts.push(verdict);
  }
  return verdicts;
};

/** A verdict as the record keeps it. */
export const cacheRecord = ({ stage, saved, why }: Verdict): CacheRecord => ({
  stage: stage.id,
  nodes: [...new Set(stage.nodes.map(wholeName))],
  ...(saved ? { from: saved.runId } : { why }),
});
