import type { AttemptFailed, AttemptRecord, RunEventBody, RunWork, TriedRecord } from '../../kit/index.js';
import {
  type Attempting,
  attempting,
  type Budget,
  type FailedAttempt,
  type Guard,
  randomFrom,
} from '../../policies/index.js';
import { attemptRecord, withTries } from './attempt-record.js';
import { factsOf, govern, type Ruled, tryingOf } from './govern.js';
import type { PolicyTools } from './tools.js';

/** Work for nodes outside of the stages of a run. */
export interface Task {
  readonly work: RunWork;
  /** Nodes of the document: a rule that speaks of any of them speaks of the work. */
  readonly nodes: readonly string[];
  /** The file that is fetched, as the document names it. */
  readonly file?: string;
}

/** How it is to be done this time. */
export interface How {
  readonly signal: AbortSignal;
  /** For who only asks what there is now. */
  readonly isOnce?: boolean;
  /** Told of attempts that failed. Without it they are kept until there is a run that they can be told of. */
  readonly emit?: (event: RunEventBody) => void;
}

/** An event with the time that it is of. */
export type Held = RunEventBody & { readonly at: string };

/** Does work as policies say, and remembers how it went. */
export interface Trying {
  readonly attempt: <T>(task: Task, work: (signal: AbortSignal) => Promise<T>, how: How) => Promise<T>;
  /** What was not done at once. */
  readonly tried: () => readonly TriedRecord[];
  /** What nobody was told of yet. */
  readonly held: () => readonly Held[];
}

interface Surroundings {
  readonly tools: PolicyTools;
  readonly ruled: Ruled;
  readonly budget: Budget;
  /** Of the waits, so that those of other runs differ: the run's id. */
  readonly seed: string;
  readonly now: () => Date;
}

/**
 * What a policy says of each besides how it is tried again. Opening goes to a source several times, and only in folders:
 * what is there for others' sake does not hold it back. Stores are never cut: locks have a time of their own, and a publish
 * that has begun is to end.
 */
const holds: Readonly<Record<RunWork, { readonly isTimed: boolean; readonly isGuarded: boolean }>> = {
  fetching: { isTimed: true, isGuarded: true },
  opening: { isTimed: true, isGuarded: false },
  claiming: { isTimed: false, isGuarded: false },
  publishing: { isTimed: false, isGuarded: false },
};

const unguarded: Guard = (work, signal) => work(signal);

const heldBy = (given: Attempting, work: RunWork, isOnce: boolean): Attempting => {
  const { timeout, maxDuration, ...untimed } = given;
  const { isTimed, isGuarded } = holds[work];
  return {
    ...(isTimed ? given : untimed),
    ...(isGuarded ? {} : { guard: unguarded }),
    ...(isOnce ? { retryFor: () => undefined } : {}),
  };
};

/** `opening "orders"`; `fetching "partner://orders.csv"`. */
const textOf = ({ work, nodes, file }: Task): string =>
  `${work} ${file === undefined ? nodes.map((node) => `"${node}"`).join(' + ') : `"${file}"`}`;

/** A failed attempt as it is told of. */
export const attemptFailed = ({ attempt, errors, waitSeconds }: FailedAttempt): AttemptFailed => ({
  attempt,
  codes: errors.map(({ code }) => code),
  fault: errors[0]?.fault ?? 'bug',
  ...(waitSeconds === undefined ? {} : { waitSeconds }),
});

/** One way to do what comes before and after the stages: in time, and again where its error is one that is tried again. */
export const createTrying = ({ tools, ruled, budget, seed, now }: Surroundings): Trying => {
  const tried: TriedRecord[] = [];
  const held: Held[] = [];
  const tell = ({ work, nodes }: Task, { emit }: How, failed: FailedAttempt): void => {
    const event = { type: 'attempt_failed', work, nodes, ...attemptFailed(failed) } as const;
    if (emit) emit(event);
    else held.push({ at: now().toISOString(), ...event });
  };
  const attempt: Trying['attempt'] = async (task, work, how) => {
    const governed = await govern(tools, ruled, factsOf(ruled, task.nodes));
    const what = textOf(task);
    const attempts: AttemptRecord[] = [];
    const trying = tryingOf(governed, {
      what,
      budget,
      time: tools.time,
      random: randomFrom(`${seed} ${what}`),
      signal: how.signal,
      onFailed: (failed) => {
        attempts.push(attemptRecord(failed));
        tell(task, how, failed);
      },
    });
    let began = 0;
    try {
      const result = await attempting(heldBy(trying, task.work, how.isOnce === true), (signal) => {
        began = tools.time.now();
        return work(signal);
      });
      const last = { seconds: (tools.time.now() - began) / 1000, codes: [], waited: 0 };
      if (attempts.length > 0) tried.push({ ...task, attempts: [...attempts, last] });
      return result;
    } catch (thrown) {
      tried.push({ ...task, attempts });
      throw withTries(thrown, attempts);
    }
  };
  return { attempt, tried: () => tried, held: () => held };
};

/** Opens what a node reads. */
export type Open = <T>(node: string, work: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/** Opens it as it is, with nobody to end it but who asks. */
export const openPlainly: Open = (_, work) => work(new AbortController().signal);
