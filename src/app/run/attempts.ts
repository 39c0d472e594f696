import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AttemptRecord, ContractRecord, DecisionRecord } from '../../kit/index.js';
import { endOf, type Stage, wholeName } from '../../planner/index.js';
import { attempting, type FailedAttempt, randomFrom } from '../../policies/index.js';
import { CODE_FOLDER, GIVEN, OUT, SPILL } from '../code/exchange.js';
import { attemptRecord, withTries } from '../policy/attempt-record.js';
import { type Governed, tryingOf } from '../policy/govern.js';
import { attemptFailed } from '../policy/trying.js';
import { quarantineFile } from './contracts.js';
import { runStage, type StageContext, type StageOutcome } from './run-stages.js';

/** Removes what a failed attempt of a stage wrote, so that the next begins as the first did. */
export const clearAttempt = async (
  { engine, publication, folder }: StageContext,
  stage: Stage,
): Promise<void> => {
  // What a function gives is a view over files, which the next attempt replaces.
  if (stage.sink.kind === 'table') await engine.dropTable(stage.sink.table);
  const paths = [
    ...(stage.sink.kind === 'file' ? [publication.stagedFile(stage.sink.node)] : []),
    ...stage.guards.map(({ node }) => join(folder, quarantineFile(node))),
    ...[GIVEN, OUT, SPILL].map((part) => join(folder, CODE_FOLDER, stage.id, part)),
  ];
  await Promise.all(paths.map((path) => rm(path, { recursive: true, force: true })));
};

/** What contracts saw and what was decided counts once, of the attempt that was the last. */
const heldBack = (context: StageContext) => {
  let contracts: readonly ContractRecord[] = [];
  let decisions: readonly DecisionRecord[] = [];
  return {
    begin: (signal: AbortSignal): StageContext => {
      contracts = [];
      decisions = [];
      return {
        ...context,
        signal,
        onContract: (record) => {
          contracts = [...contracts, record];
        },
        onDecision: (decision) => {
          decisions = [...decisions, decision];
        },
      };
    },
    let: (): void => {
      contracts.forEach(context.onContract);
      decisions.forEach(context.onDecision);
    },
  };
};

const nameOf = (stage: Stage): string => `stage ${stage.id} ("${wholeName(endOf(stage))}")`;

/** A stage that failed for good, and how often it was tried. */
export interface StageFailure {
  readonly thrown: unknown;
  readonly attempts: readonly AttemptRecord[];
}

/** What came of a stage, or with what it failed after all of its attempts. */
export type Tried = { readonly outcome: StageOutcome } | { readonly failed: StageFailure };

/** A stage as its policy says: in time, and again where its error is one that is tried again. */
export const tryStage = async (context: StageContext, stage: Stage, governed: Governed): Promise<Tried> => {
  const { wiring, budget, runId, signal, emit } = context;
  const held = heldBack(context);
  const attempts: AttemptRecord[] = [];
  const onFailed = (failed: FailedAttempt): void => {
    attempts.push(attemptRecord(failed));
    emit({ type: 'attempt_failed', stage: stage.id, ...attemptFailed(failed) });
  };
  try {
    const outcome = await attempting(
      tryingOf(governed, {
        what: nameOf(stage),
        budget,
        time: wiring.policies.time,
        random: randomFrom(`${runId} ${stage.id}`),
        signal,
        onFailed,
      }),
      async (own, attempt) => {
        if (attempt > 1) await clearAttempt(context, stage);
        return runStage(held.begin(own), stage);
      },
    );
    held.let();
    if (attempts.length === 0) return { outcome };
    const last = { seconds: outcome.record.seconds, codes: [], waited: 0 };
    return { outcome: { ...outcome, record: { ...outcome.record, attempts: [...attempts, last] } } };
  } catch (thrown) {
    held.let();
    return { failed: { thrown: withTries(thrown, attempts), attempts } };
  }
};
