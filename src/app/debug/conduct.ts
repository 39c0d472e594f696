import { failure, type Problem, problemsOf } from '../../base/errors/index.js';
import type { Engine } from '../../kit/index.js';
import type { Stage } from '../../planner/index.js';
import type { Prepared } from '../check/prepared.js';
import { clearCode } from '../code/exchange.js';
import type { RunOptions, RunOutcome } from '../run/options.js';
import type { Pace } from '../run/pace.js';
import type { Gathered } from '../run/record.js';
import { type Beginning, runPrepared } from '../run/run-pipeline.js';
import type { StageOutcome } from '../run/run-stages.js';
import type { Wiring } from '../wiring.js';

/** What a run has come to. */
export interface Standing {
  /** The stage that is next; undefined once the run has ended. */
  readonly next?: Stage;
  /** What came out of stages, by their ids. */
  readonly done: ReadonlyMap<string, StageOutcome>;
  /** The stage that failed. */
  readonly failed?: { readonly stage: string; readonly problems: readonly Problem[] };
  readonly outcome?: RunOutcome;
  /** What the run has gathered for its record. */
  readonly gathered?: Readonly<Gathered>;
  readonly engine?: Engine;
  /** The folder of the run. */
  readonly folder?: string;
}

/** A run that goes on when it is told to. */
export interface Conducted {
  readonly standing: () => Standing;
  /** Runs the next stage; resolves when another one is next, or the run has ended. An aborted signal leaves the stage as the next one. */
  readonly advance: (signal: AbortSignal) => Promise<Standing>;
  /** Ends the run where it stands, unless it has ended. */
  readonly quit: () => Promise<RunOutcome>;
  /** Whether it was ended so. */
  readonly wasLeft: () => boolean;
  readonly close: () => Promise<void>;
}

/** A stage that waits. */
interface Turn {
  readonly stage: Stage;
  readonly go: (signal: AbortSignal) => void;
  readonly giveUp: (reason: unknown) => void;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const left = () => failure('MR9002', 'the debugger was left before the run published anything');

/** Starts a run of what was prepared, which stops before its first stage. */
export const conduct = async (
  wiring: Wiring,
  prepared: Prepared,
  beginning: Beginning,
  options: RunOptions,
): Promise<Conducted> => {
  const done = new Map<string, StageOutcome>();
  const state: Mutable<Standing> = { done };
  let turn: Turn | undefined;
  let onTurn: () => void = () => undefined;
  let runSignal: AbortSignal | undefined;
  let isLeft = false;

  const itsTime = (stage: Stage): Promise<AbortSignal> =>
    new Promise((resolve, reject) => {
      turn = { stage, go: resolve, giveUp: reject };
      state.next = stage;
      if (runSignal?.aborted) reject(left());
      onTurn();
    });

  const pace: Pace = {
    onStarted: ({ engine, signal, folder }, gathered) => {
      runSignal = signal;
      signal.addEventListener('abort', () => turn?.giveUp(left()), { once: true });
      Object.assign(state, { engine, gathered, folder });
    },
    turn: async (stage, run) => {
      for (;;) {
        const signal = await itsTime(stage);
        try {
          const outcome = await run(signal);
          done.set(stage.id, outcome);
          return outcome;
        } catch (thrown) {
          if (signal.aborted && runSignal?.aborted !== true) continue;
          state.failed = { stage: stage.id, problems: problemsOf(thrown) };
          throw thrown;
        }
      }
    },
  };

  const ending = runPrepared(wiring, prepared, beginning, { ...options, pace }).then((outcome) => {
    turn = undefined;
    delete state.next;
    state.outcome = outcome;
    return outcome;
  });
  // Whoever waits for the run is told; between two commands nobody does.
  ending.catch(() => undefined);
  const nextOrEnd = async (): Promise<void> => {
    const arrival = new Promise<void>((resolve) => {
      onTurn = resolve;
    });
    await Promise.race([arrival, ending]);
  };
  await nextOrEnd();
  return {
    standing: () => state,
    advance: async (signal) => {
      const waiting = turn;
      if (!waiting) return state;
      const arrived = nextOrEnd();
      waiting.go(signal);
      await arrived;
      return state;
    },
    quit: () => {
      isLeft ||= turn !== undefined;
      turn?.giveUp(left());
      return ending;
    },
    wasLeft: () => isLeft,
    close: async () => {
      await state.engine?.close();
      if (state.folder !== undefined) await clearCode(state.folder);
    },
  };
};
