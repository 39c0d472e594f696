import { attempting, type Budget, type FailedAttempt, randomFrom } from '../../policies/index.js';
import { factsOf, govern, type Ruled, tryingOf } from './govern.js';
import type { PolicyTools } from './tools.js';

/** What work of a node before the run is held by. */
export interface Trying {
  readonly policies: PolicyTools;
  readonly ruled: Ruled;
  readonly budget: Budget;
  /** Of the waits, so that those of other runs differ: the run's id. */
  readonly seed: string;
  readonly signal: AbortSignal;
}

/**
 * Does work of a node as its policy says: in time, and again where its error is one that is tried again. Gives the attempts
 * that failed; the error of the last is thrown.
 */
export const tryNode = async (
  { policies, ruled, budget, seed, signal }: Trying,
  node: string,
  what: string,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<readonly FailedAttempt[]> => {
  const governed = await govern(policies, ruled, factsOf(ruled, [node]));
  const failed: FailedAttempt[] = [];
  const trying = tryingOf(governed, {
    what,
    budget,
    time: policies.time,
    random: randomFrom(`${seed} ${what}`),
    signal,
    onFailed: (attempt) => void failed.push(attempt),
  });
  await attempting(trying, work);
  return failed;
};
