import { availableParallelism } from 'node:os';
import { partitioningOf, type Sharing, type SharingOf, type Stage, wholeName } from '../../planner/index.js';
import { policyOf, resolve } from '../../policies/index.js';
import type { Settings } from '../check/settings.js';
import { sharingOf } from '../code/place.js';
import type { Wiring } from '../wiring.js';
import { factsOf, type Ruled } from './govern.js';
import { type LearnedSize, learnPartitions } from './learn.js';

/** How large the partitions of a stage are to be. */
export interface StagePartition {
  /** Bytes; absent where they are as usual. */
  readonly bytes?: number;
  /** Where it was learned: what it came to, and why. */
  readonly learned?: LearnedSize;
}

/** By the id of the stage; those of which a policy says nothing are absent. */
export type Partitions = ReadonlyMap<string, StagePartition>;

/** Whether the function at the end of a stage is given its rows in partitions by size: rows of a key are together, however many. */
const isBySize = ({ sink, parted }: Stage, sharing: Sharing): boolean => {
  if (sink.kind !== 'code') return false;
  const { exchange } = partitioningOf(sink.function, sharing, parted);
  return exchange === 'reading' || exchange === 'size';
};

/** How many processes a function is given at most. */
export const processesFor = ({ container, limits }: Pick<Settings, 'container' | 'limits'>): number =>
  container?.processes?.most ?? limits.threads ?? availableParallelism();

/** What policies are asked with about partitions. */
export interface PartitionsAsked {
  readonly ruled: Ruled;
  readonly settings: Settings;
  readonly stages: readonly Stage[];
  readonly bytesInto: (stage: Stage) => number;
}

/** Resolves how large partitions for functions are, before a run. */
export const planPartitions = async (
  wiring: Wiring,
  runDir: string | undefined,
  { ruled, settings, stages, bytesInto }: PartitionsAsked,
): Promise<Partitions> => {
  const learn = learnPartitions(wiring, runDir);
  const planned = new Map<string, StagePartition>();
  for (const stage of stages.filter((each) => isBySize(each, wiring.sharing))) {
    const facts = factsOf(ruled, [...new Set(stage.nodes.map(wholeName))]);
    const { partition } = policyOf(resolve(ruled.rules, facts));
    const end = facts.nodes.at(-1);
    if (partition === undefined || !end) continue;
    if (typeof partition === 'number') planned.set(stage.id, { bytes: partition });
    else {
      const about = { pipeline: facts.pipeline, node: end.name, kind: end.kind };
      const input = { bytes: bytesInto(stage), processes: processesFor(settings) };
      const learned = await learn(about, input, partition);
      planned.set(stage.id, { learned, ...(learned.isUsual ? {} : { bytes: learned.bytes }) });
    }
  }
  return planned;
};

/** How the rows of each stage are shared out. */
export const sharingBy =
  (wiring: Pick<Wiring, 'sharing'>, partitions: Partitions): SharingOf =>
  (stage) =>
    sharingOf({ wiring, partition: partitions.get(stage)?.bytes });
