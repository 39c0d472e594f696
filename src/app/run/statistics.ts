import { type Problem, problemsOf } from '../../base/errors/index.js';
import type { NodeStatistic, StageRecord } from '../../kit/index.js';
import { endOf, nodeNamed, type Stage, wholeName } from '../../planner/index.js';
import type { Prepared } from '../check/prepared.js';
import type { Wiring } from '../wiring.js';
import { runFolder } from './folder.js';
import type { Emit } from './options.js';

/** When stages began; the last time counts where one was begun again. */
export interface StageStarts {
  readonly emit: Emit;
  /** By the id of the stage. */
  readonly starts: ReadonlyMap<string, Date>;
}

/** Passes events on, and keeps what they say of when stages began. */
export const watchStarts = (emit: Emit, { clock }: Pick<Wiring, 'clock'>): StageStarts => {
  const starts = new Map<string, Date>();
  return {
    starts,
    emit: (event) => {
      if (event.type === 'stage_started') starts.set(event.stage, clock.now());
      emit(event);
    },
  };
};

/** The nodes whose files the rows of a stage come from: its own, and those of the stages that it reads. */
const readingNodes = (stage: Stage, stages: readonly Stage[]): ReadonlySet<string> => {
  const before = stages.filter((other) => stage.reads.includes(endOf(other)));
  return new Set([...stage.nodes, ...before.flatMap((other) => [...readingNodes(other, stages)])]);
};

const bytesInto = (stage: Stage, { physical, sources }: Prepared): number => {
  const nodes = readingNodes(stage, physical.stages);
  return sources
    .filter(({ node }) => nodes.has(node.name))
    .flatMap(({ files }) => files)
    .reduce((sum, { bytes }) => sum + bytes, 0);
};

interface Ran {
  readonly prepared: Prepared;
  readonly runId: string;
  readonly stages: readonly StageRecord[];
  readonly problems: readonly Problem[];
  readonly starts: ReadonlyMap<string, Date>;
  readonly finishedAt: Date;
}

/** How a stage went; undefined where it was interrupted, reused or never begun: that says nothing of its node. */
const howItWent = (
  { id }: Stage,
  at: Date,
  { stages, problems, finishedAt }: Ran,
): Pick<NodeStatistic, 'rows' | 'seconds' | 'outcome'> | undefined => {
  const done = stages.find((stage) => stage.id === id);
  if (done) return { rows: done.rows, seconds: done.seconds, outcome: 'succeeded' };
  if (problems.some(({ code }) => code === 'MR9002')) return undefined;
  return { rows: 0, seconds: (finishedAt.getTime() - at.getTime()) / 1000, outcome: 'failed' };
};

/** A statistic of the end node of each stage that was done, or failed. */
export const statisticsOf = (ran: Ran): readonly NodeStatistic[] => {
  const { prepared, runId, starts } = ran;
  return prepared.physical.stages.flatMap((stage) => {
    const at = starts.get(stage.id);
    const went = at && howItWent(stage, at, ran);
    if (!at || !went) return [];
    const end = endOf(stage);
    const { pipeline } = prepared.settings.document;
    const { kind } = nodeNamed(prepared.plan, end).kind;
    const of = { pipeline, node: wholeName(end), kind, runId, at: at.toISOString() };
    return [{ ...of, bytes: bytesInto(stage, prepared), ...went }];
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
    const store = await wiring.openState(runFolder(wiring, runDir));
    await store.statistics.append(statistics).finally(() => store.close());
    return [];
  } catch (thrown) {
    const mend = 'The run is none the worse; what is learned from earlier runs goes without this one.';
    return problemsOf(thrown).map((one) => ({ ...one, severity: 'warning', mend }));
  }
};
