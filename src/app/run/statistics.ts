import { type Problem, problemsOf } from '../../base/errors/index.js';
import type { NodeStatistic, StageRecord } from '../../kit/index.js';
import { endOf, nodeNamed, type Stage, wholeName } from '../../planner/index.js';
import type { Prepared } from '../check/prepared.js';
import { withState } from '../state.js';
import type { Wiring } from '../wiring.js';
import type { Emit } from './options.js';

/** When stages began; the last time counts where one was begun again. */
export interface StageStarts {
  readonly emit: Emit;
  /** By the id of the stage. */
  readonly starts: ReadonlyMap<string, Date>;
  readonly failures: readonly FailedAttempt[];
}

/** An attempt at a stage that came to nothing. */
interface FailedAttempt {
  readonly stage: string;
  readonly at: Date;
  readonly seconds: number;
  readonly codes: readonly string[];
}

/** Passes events on, and keeps what they say of when stages began. */
export const watchStarts = (emit: Emit, { clock }: Pick<Wiring, 'clock'>): StageStarts => {
  const starts = new Map<string, Date>();
  const failures: FailedAttempt[] = [];
  const seconds = (since: Date): number => (clock.now().getTime() - since.getTime()) / 1000;
  return {
    starts,
    failures,
    emit: (event) => {
      if (event.type === 'stage_started') starts.set(event.stage, clock.now());
      if (event.type === 'attempt_failed' && 'stage' in event) {
        const at = starts.get(event.stage) ?? clock.now();
        failures.push({ stage: event.stage, at, seconds: seconds(at), codes: event.codes });
      }
      emit(event);
    },
  };
};

/** The nodes whose files the rows of a stage come from: its own, and those of the stages that it reads. */
const readingNodes = (stage: Stage, stages: readonly Stage[]): ReadonlySet<string> => {
  const before = stages.filter((other) => stage.reads.includes(endOf(other)));
  return new Set([...stage.nodes, ...before.flatMap((other) => [...readingNodes(other, stages)])]);
};

/** Bytes of the files that the rows of a stage come from. */
export const bytesInto = (
  stage: Stage,
  { physical, sources }: Pick<Prepared, 'physical' | 'sources'>,
): number => {
  const nodes = readingNodes(stage, physical.stages);
  return sources
    .filter(({ node }) => nodes.has(node.name))
    .flatMap(({ files }) => files)
    .reduce((sum, { bytes }) => sum + bytes, 0);
};

interface Ran extends Pick<StageStarts, 'starts' | 'failures'> {
  readonly prepared: Prepared;
  readonly runId: string;
  readonly stages: readonly StageRecord[];
}

type Went = Pick<NodeStatistic, 'at' | 'rows' | 'seconds' | 'outcome' | 'partitions'>;

/** How partitions went, where their size was a matter of choice. */
const partitionsDone = ({ partitions }: StageRecord): Pick<NodeStatistic, 'partitions'> => {
  const { count = 0, bytes, seconds } = partitions ?? {};
  return bytes === undefined || seconds === undefined ? {} : { partitions: { count, bytes, seconds } };
};

/** The code of an attempt that its policy cut. */
const CUT = 'MR7010';
/** What was interrupted says nothing of its node. */
const INTERRUPTED = 'MR9002';

/** The attempts at a stage, in their order; none where it was reused or never begun. */
const attemptsAt = ({ id }: Stage, { stages, starts, failures }: Ran): readonly Went[] => {
  const failed = failures
    .filter(({ stage, codes }) => stage === id && !codes.includes(INTERRUPTED))
    .map(({ at, seconds, codes }): Went => {
      const outcome = codes.includes(CUT) ? 'timed_out' : 'failed';
      return { at: at.toISOString(), rows: 0, seconds, outcome };
    });
  const [done, at] = [stages.find((stage) => stage.id === id), starts.get(id)];
  if (!done || !at) return failed;
  const { rows, seconds } = done;
  const succeeded: Went = {
    at: at.toISOString(),
    rows,
    seconds,
    outcome: 'succeeded',
    ...partitionsDone(done),
  };
  return [...failed, succeeded];
};

/** A statistic of the end node of each stage, for each attempt at it. */
export const statisticsOf = (ran: Ran): readonly NodeStatistic[] => {
  const { prepared, runId } = ran;
  const { pipeline } = prepared.settings.document;
  return prepared.physical.stages.flatMap((stage) => {
    const end = endOf(stage);
    const { kind } = nodeNamed(prepared.plan, end).kind;
    const of = { pipeline, node: wholeName(end), kind, runId, bytes: bytesInto(stage, prepared) };
    return attemptsAt(stage, ran).map((went) => ({ ...of, ...went }));
  });
};

/**
 * Keeps them for the runs after this one. They help, and are no result: where they cannot be kept the run is none the
 * worse, and says so.
 */
export const keepStatistics = async (
  wiring: Wiring,
  runDir: string | undefined,
  statistics: readonly NodeStatistic[],
): Promise<readonly Problem[]> => {
  try {
    await withState(wiring, runDir, (state) => state.statistics.append(statistics));
    return [];
  } catch (thrown) {
    const mend = 'The run is none the worse; what is learned from earlier runs goes without this one.';
    return problemsOf(thrown).map((one) => ({ ...one, severity: 'warning', mend }));
  }
};
