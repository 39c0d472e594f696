import { problemsOf } from '../../base/errors/index.js';
import { runId as newRunId } from '../../base/ids.js';
import type { ReplayRecord, RunLog } from '../../kit/index.js';
import { toPlanValue } from '../../planner/index.js';
import { runBegins, runEnds } from '../audit/of-run.js';
import { runIdentity } from '../check/identity.js';
import { prepareRead, withPrepared } from '../check/prepare.js';
import type { Prepared } from '../check/prepared.js';
import { type ReadDocument, readDocument } from '../check/read.js';
import { storesOf } from '../check/targets.js';
import { withKeptPools } from '../code/kept-pools.js';
import { interruptibly } from '../interrupt.js';
import { loadDocument } from '../load/load-document.js';
import { sharingBy } from '../policy/partition.js';
import { createTaps, type Taps } from '../watch/tap/answer.js';
import { startWatch, type Watch } from '../watch/watch.js';
import type { Wiring } from '../wiring.js';
import { type OpenCheckpoints, openCheckpoints } from './checkpoints/checkpoints.js';
import { type Resumable, refusePublished, resumedRun } from './checkpoints/resumed.js';
import { execute, type Gathering } from './execute.js';
import { runStore } from './folder.js';
import { tellHooks, withTold } from './hooks.js';
import { goodRunsAmong } from './last-run.js';
import { clearLostRows } from './lost-rows.js';
import { type Beginning, emitter, entryOf, finishRun } from './on-record.js';
import type { Emit, RunOptions, RunOutcome } from './options.js';
import type { Pace } from './pace.js';
import { runRecord } from './record.js';
import { startedEvent } from './started.js';
import { keepStatistics, statisticsOf, watchStarts } from './statistics.js';
import { endUnopened, isOfSources } from './unopened.js';

const claimAndExecute = async (
  wiring: Wiring,
  prepared: Prepared,
  run: {
    readonly runId: string;
    readonly log: RunLog;
    readonly emit: Emit;
    readonly signal: AbortSignal;
    readonly pace?: Pace;
    readonly watch: Watch;
    readonly between: Taps['between'];
  },
  gathering: Gathering,
  replaying: Replaying | undefined,
  openCheckpoints: OpenCheckpoints | undefined,
): Promise<void> => {
  const { storage, targets } = prepared;
  const { reads } = prepared;
  const identity = {
    ...runIdentity(prepared, run.runId),
    isRemembered: replaying !== undefined || openCheckpoints !== undefined,
    reads,
  };
  try {
    await replaying?.onStarted();
    const claiming = { work: 'claiming', nodes: targets.map(({ node }) => node) } as const;
    const publication = await prepared.policies.trying.attempt(
      claiming,
      () => storage.claim(targets, identity),
      run,
    );
    run.watch.onClaimed(publication);
    try {
      const checkpoints = openCheckpoints ? { openCheckpoints } : {};
      await execute(
        { wiring, prepared, publication, folder: run.log.folder, ...run, ...checkpoints },
        gathering,
      );
    } finally {
      await publication.abandon();
    }
  } catch (thrown) {
    gathering.problems = [...gathering.problems, ...problemsOf(thrown)];
  }
};

/** What is done besides in a run that replays rows. */
export interface Replaying {
  readonly replays: ReplayRecord;
  /** Called once the run is on record, before anything is done. */
  readonly onStarted: () => Promise<void>;
}

export type { Beginning } from './on-record.js';

export const begin = ({ clock }: Wiring, runId = newRunId(clock)): Beginning => ({
  runId,
  startedAt: clock.now(),
});

/** Where results of stages are kept, if the document or the command asks for it. */
const checkpointsOf = (
  prepared: Prepared,
  { runId, log }: { readonly runId: string; readonly log: RunLog },
  { checkpoint, resume }: RunOptions,
  resumed: Resumable | undefined,
): OpenCheckpoints | undefined => {
  const isAsked = checkpoint ?? prepared.settings.document.resources?.checkpoint ?? false;
  if (!isAsked && resume === undefined) return undefined;
  return (engine) => openCheckpoints({ prepared, runId, engine: engine.hash }, log.folder, resumed);
};

const resumedFrom = async (
  wiring: Wiring,
  file: string,
  { resume, runDir }: RunOptions,
): Promise<Resumable | undefined> => {
  if (resume === undefined) return undefined;
  const { parsed } = await loadDocument(file, wiring.cwd);
  return resumedRun(wiring, parsed.document.pipeline, runDir, resume === true ? undefined : resume);
};

/** Runs what was prepared; see `runPipeline`. */
export const runPrepared = async (
  wiring: Wiring,
  prepared: Prepared,
  beginning: Beginning,
  { pace, ...options }: RunOptions & { readonly pace?: Pace },
  replaying?: Replaying,
  resumed?: Resumable,
): Promise<RunOutcome> => {
  await runBegins(wiring, prepared, beginning.runId);
  const store = runStore(wiring, options.runDir);
  const runs = await store.list();
  const { pipeline } = prepared.settings.document;
  const [last] = replaying ? [] : await goodRunsAmong(store, runs, pipeline, 1);
  const { runId, startedAt } = beginning;
  // What others left must not keep this run from its work.
  await clearLostRows(store, runs).catch(() => undefined);
  const replays = replaying ? { replays: replaying.replays.runId } : {};
  const log = await store.start({ ...entryOf(prepared, beginning), ...replays });
  const heard = emitter(wiring, runId, log, options);
  const { emit: tell, ...seen } = watchStarts(heard, wiring);
  tell(startedEvent(prepared, options.trigger));
  prepared.policies.trying.held().forEach(heard);
  const sharing = sharingBy(wiring, prepared.partitions);
  await log.plan(toPlanValue(prepared.plan, prepared.physical, prepared.applied, sharing));
  const gathering: Gathering = {
    stages: [],
    checks: [],
    contracts: [],
    ports: [],
    merges: [],
    outputs: [],
    samples: [],
    givenUp: prepared.givenUp,
    problems: [...prepared.warnings, ...prepared.stops],
    decisions: [],
  };
  const taps = createTaps(prepared, log.folder);
  const watched = { prepared, runId, startedAt, folder: log.folder, gathering };
  const watch = startWatch(wiring, watched, taps.onTick);
  const emit: Emit = (event) => {
    watch.onEvent(event);
    tell(event);
  };
  try {
    if (prepared.stops.length === 0)
      await interruptibly(options.signal, (signal) => {
        const run = { runId, log, emit, signal, watch, between: taps.between, ...(pace ? { pace } : {}) };
        const opening = replaying ? undefined : checkpointsOf(prepared, run, options, resumed);
        return claimAndExecute(watch.wiring, prepared, run, gathering, replaying, opening);
      });
  } finally {
    await watch.close();
  }
  const times = { startedAt, finishedAt: wiring.clock.now() };
  const { stages, problems } = gathering;
  const ran = { prepared, runId, stages, ...seen };
  // A replay has some of the rows, and a paced run waits for a person: neither is like the runs to come.
  const untold = replaying || pace ? [] : await keepStatistics(wiring, options.runDir, statisticsOf(ran));
  gathering.problems = [...problems, ...untold];
  const unrecorded = await runEnds(wiring, prepared, runId, gathering);
  gathering.problems = [...gathering.problems, ...unrecorded];
  const ended = {
    ...runRecord(prepared, runId, gathering, times, last),
    ...(replaying ? { replays: replaying.replays } : {}),
    ...(options.trigger ? { trigger: options.trigger } : {}),
    ...(resumed ? { resumes: resumed.runId } : {}),
  };
  // Who goes through a run step by step sees how it ends.
  const telling = { ruled: prepared.policies.ruled, path: prepared.loaded.path };
  const record = pace ? ended : withTold(ended, await tellHooks(wiring, telling, ended));
  return finishRun(record, log, emit);
};

/**
 * The life of a run: parse -> check -> plan -> execute -> publish -> record.
 *
 * Throws a `MillraceError` for a document that does not hold, and for a run that is interrupted before its stages; else
 * everything that goes wrong is in the record, also where its sources cannot be read.
 */
export const runPipeline = (wiring: Wiring, file: string, options: RunOptions = {}): Promise<RunOutcome> =>
  withKeptPools(wiring, (keeping) => runWith(keeping, file, options));

/** What was prepared, or the run that ended with it. */
const preparedOrEnded = async (
  wiring: Wiring,
  read: ReadDocument,
  beginning: Beginning,
  options: RunOptions,
): Promise<Prepared | RunOutcome> => {
  const { runDir, signal } = options;
  try {
    return await prepareRead(wiring, read, options, { ...beginning, runDir, signal, fallsBack: true });
  } catch (thrown) {
    const problems = problemsOf(thrown);
    if (signal?.aborted || !isOfSources(problems)) throw thrown;
    return endUnopened(wiring, read, beginning, options, problems);
  }
};

const runWith = async (wiring: Wiring, file: string, options: RunOptions): Promise<RunOutcome> => {
  const beginning = begin(wiring, options.runId);
  const resumed = await resumedFrom(wiring, file, options);
  const overrides = resumed ? { asOf: resumed.runTime, ...options } : options;
  const read = await readDocument(wiring, file, overrides, beginning);
  const found = await preparedOrEnded(wiring, read, beginning, overrides);
  if ('record' in found) return found;
  return withPrepared(Promise.resolve(found), async (prepared) => {
    if (resumed) {
      const identity = runIdentity(prepared, beginning.runId);
      await refusePublished(resumed, prepared.storage, storesOf(prepared.targets), identity);
    }
    return runPrepared(wiring, prepared, beginning, overrides, undefined, resumed);
  });
};
