import type { AttemptRecord, OpenedRecord } from '../../kit/index.js';
import { documentNode } from '../../planner/index.js';
import { attempting, type Budget, policyOf, randomFrom, resolve } from '../../policies/index.js';
import { attemptRecord, withTries } from './attempt-record.js';
import { factsOf, type Ruled } from './govern.js';
import type { PolicyTools } from './tools.js';

/** Opens what a node reads, again and again as its policy says. */
export type Open = <T>(node: string, work: () => Promise<T>) => Promise<T>;

/** Opens it once: for who only checks a document, and wants to know at once. */
export const openOnce: Open = (_, work) => work();

/** How the sources of a run are opened, and what came of it. */
export interface Opening {
  readonly open: Open;
  /** Of nodes whose first attempt failed. */
  readonly opened: () => readonly OpenedRecord[];
}

interface Held {
  readonly tools: PolicyTools;
  readonly ruled: Ruled;
  readonly budget: Budget;
  /** The run's id. */
  readonly runId: string;
  readonly signal: AbortSignal;
}

/** Opening what nodes read is tried again like a stage; it takes no time that a timeout is worth. */
export const createOpening = ({ tools, ruled, budget, runId, signal }: Held): Opening => {
  const opened: OpenedRecord[] = [];
  const open: Open = async (name, work) => {
    const node = documentNode(name);
    const attempts: AttemptRecord[] = [];
    const began = tools.time.now();
    const trying = {
      what: `opening "${node}"`,
      retryFor: (error: Parameters<typeof resolve>[2]) =>
        policyOf(resolve(ruled.rules, factsOf(ruled, [node]), error)).retry,
      guard: <T>(inner: (own: AbortSignal) => Promise<T>, own: AbortSignal) => inner(own),
      budget,
      time: tools.time,
      random: randomFrom(`${runId} ${node}`),
      signal,
      onFailed: (failed: Parameters<typeof attemptRecord>[0]) => attempts.push(attemptRecord(failed)),
    };
    try {
      const result = await attempting(trying, work);
      if (attempts.length > 0) {
        const seconds = (tools.time.now() - began) / 1000;
        opened.push({ node, attempts: [...attempts, { seconds, codes: [], waited: 0 }] });
      }
      return result;
    } catch (thrown) {
      throw withTries(thrown, attempts);
    }
  };
  return { open, opened: () => opened };
};
