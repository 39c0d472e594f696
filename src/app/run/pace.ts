import type { Stage } from '../../planner/index.js';
import type { Gathered } from './record.js';
import type { StageContext, StageOutcome } from './run-stages.js';

/** Who says when a run goes on from stage to stage, such as a debugger. Without one, a run goes on by itself. */
export interface Pace {
  /**
   * Told once the engine is there, before the first stage. From then on the engine is the caller's to close: rows of nodes
   * can be looked at when the run has ended.
   */
  readonly onStarted: (context: StageContext, gathered: Readonly<Gathered>) => void;
  /** Runs a stage when its time has come, with a signal that ends the stage and not the run. */
  readonly turn: (stage: Stage, run: (signal: AbortSignal) => Promise<StageOutcome>) => Promise<StageOutcome>;
}

/** A stage at its time. */
export const atItsTime = (
  { turn }: Pace,
  context: StageContext,
  stage: Stage,
  run: (context: StageContext, stage: Stage) => Promise<StageOutcome>,
): Promise<StageOutcome> =>
  turn(stage, (signal) => run({ ...context, signal: AbortSignal.any([context.signal, signal]) }, stage));
