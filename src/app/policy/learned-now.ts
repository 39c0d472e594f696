import { type Facts, type Policy, policyOf, resolve } from '../../policies/index.js';
import { historyOf } from '../node-history.js';
import type { Wiring } from '../wiring.js';
import type { Ruled } from './govern.js';
import { learnFromRuns, learnPartitions } from './learn.js';

/** What a setting of a node that is learned comes to after the runs so far, and why. */
export interface LearnedNow {
  readonly key: 'timeout' | 'partition';
  /** In a sentence. */
  readonly value: string;
}

const UNSEEN = 'nothing is known yet: no stage of an earlier run ended with this node';

/** Where runs are kept, and the node that is asked about. */
interface Asked {
  readonly wiring: Wiring;
  readonly runDir: string | undefined;
  readonly who: { readonly pipeline: string; readonly node: string; readonly kind: string };
  /** That a function is given at most. */
  readonly processes: number;
  /** Of its input in the newest run. */
  readonly bytes: number | undefined;
}

const timeoutNow = async ({ wiring, runDir, who, bytes }: Asked, { timeout }: Policy): Promise<string> => {
  if (bytes === undefined || typeof timeout !== 'object') return UNSEEN;
  const learned = await learnFromRuns(wiring, runDir)({ ...who, bytes }, timeout);
  return learned?.evidence ?? UNSEEN;
};

const partitionNow = async (
  { wiring, runDir, who, bytes, processes }: Asked,
  { partition }: Policy,
): Promise<string | undefined> => {
  const kind = wiring.registry.kinds.find((each) => each.kind === who.kind);
  if (kind?.family !== 'transform' || !kind.code || typeof partition !== 'object') return undefined;
  return (await learnPartitions(wiring, runDir)(who, { bytes, processes }, partition)).evidence;
};

/** Bytes that the newest run of a node read. What cannot be read is told by what is learned from it. */
const newestBytes = async (
  wiring: Wiring,
  runDir: string | undefined,
  { pipeline, node }: Asked['who'],
): Promise<number | undefined> => {
  const [newest] = await historyOf(wiring, { pipeline, node }, 1, runDir).catch(() => [{ bytes: 0 }]);
  return newest?.bytes;
};

/** What is learned of a node as things stand, for an input as large as that of its newest run. */
export const learnedNow = async (
  wiring: Wiring,
  runDir: string | undefined,
  { rules }: Ruled,
  facts: Facts,
  processes: number,
): Promise<readonly LearnedNow[]> => {
  const policy = policyOf(resolve(rules, facts));
  const [only] = facts.nodes;
  if (!only) return [];
  const who = { pipeline: facts.pipeline, node: only.name, kind: only.kind };
  const isLearned = typeof policy.timeout === 'object' || policy.partition !== undefined;
  const bytes = isLearned ? await newestBytes(wiring, runDir, who) : undefined;
  const asked = { wiring, runDir, who, processes, bytes };
  const timeout = typeof policy.timeout === 'object' ? await timeoutNow(asked, policy) : undefined;
  const partition = policy.partition === undefined ? undefined : await partitionNow(asked, policy);
  return [
    ...(timeout === undefined ? [] : [{ key: 'timeout', value: timeout } as const]),
    ...(partition === undefined ? [] : [{ key: 'partition', value: partition } as const]),
  ];
};
