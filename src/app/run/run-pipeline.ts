import { problemsOf } from '../../base/errors/index.js';
import { runId as newRunId } from '../../base/ids.js';
import type { ReplayRecord, RunEventBody, RunIndexEntry, RunLog } from '../../kit/index.js';
import { toPlanValue } from '../../planner/index.js';
import { runIdentity } from '../check/identity.js';
import { prepare, withPrepared } from '../check/prepare.js';
import type { Prepared } from '../check/prepared.js';
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
import type { Emit, RunOptions, RunOutcome } from './options.js';
import type { Pace } from './pace.js';
import { runRecord } from './record.js';
import { startedEvent } from './started.js';
import { keepStatistics, statisticsOf, watchStarts } from './statistics.js';
import { toldUnread } from './told-unread.js';

/** Events that tell of a moment only: they are not kept. */
const passing: ReadonlySet<RunEventBody['type']> = new Set(['stage_progress', 'usage_sampled']);

const emitter =
  (wiring: Wiring, runId: string, log: RunLog, { onEvent }: RunOptions): Emit =>
  (body: RunEventBody) => {
    const event = { at: wiring.clock.now().toISOString(), runId, ...body };
    if (!passing.has(body.type)) log.event(event);
    onEvent?.(event);
  };

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
    const publication = await storage.claim(targets, identity);
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

/** A run by its name, and since when it is one: before anything is checked. */
export interface Beginning {
  readonly runId: string;
  readonly startedAt: Date;
}

export const begin = ({ clock }: Wiring): Beginning => ({ runId: newRunId(clock), startedAt: clock.now() });

const entryOf = (
  prepared: Prepared,
  { runId, startedAt }: Beginning,
  replays: ReplayRecord | undefined,
): RunIndexEntry => ({
  runId,
  pipeline: prepared.settings.document.pipeline,
  documentFile: prepared.loaded.parsed.source.file,
  status: 'running',
  startedAt: startedAt.toISOString(),
  ...(replays ? { replays: replays.runId } : {}),
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
  const store = runStore(wiring, options.runDir);
  const runs = await store.list();
  const { pipeline } = prepared.settings.document;
  const [last] = replaying ? [] : await goodRunsAmong(store, runs, pipeline, 1);
  const { runId, startedAt } = beginning;
  // What others left must not keep this run from its work.
  await clearLostRows(store, runs).catch(() => undefined);
  const entry = entryOf(prepared, beginning, replaying?.replays);
  const log = await store.start(entry);
  const { emit: tell, ...seen } = watchStarts(emitter(wiring, runId, log, options), wiring);
  tell(startedEvent(prepared));
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
    givenUp: [],
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
  const ended = {
    ...runRecord(prepared, runId, gathering, times, last),
    ...(replaying ? { replays: replaying.replays } : {}),
    ...(resumed ? { resumes: resumed.runId } : {}),
  };
  // Who goes through a run step by step sees how it ends.
  const telling = { ruled: prepared.policies.ruled, path: prepared.loaded.path };
  const record = pace ? ended : withTold(ended, await tellHooks(wiring, telling, ended));
  for (const item of record.problems) emit({ type: 'problem', problem: item });
  emit({ type: 'run_finished', status: record.status, seconds: record.seconds });
  await log.finish(record);
  return { record, folder: log.folder };
};

/**
 * The life of a run: parse -> check -> plan -> execute -> publish -> record.
 *
 * Throws a `MillraceError` for a document that does not hold or whose sources cannot be read, of which hooks are told; from
 * then on everything that goes wrong is in the record.
 */
export const runPipeline = (wiring: Wiring, file: string, options: RunOptions = {}): Promise<RunOutcome> =>
  withKeptPools(wiring, (keeping) => runWith(keeping, file, options));

const runWith = async (wiring: Wiring, file: string, options: RunOptions): Promise<RunOutcome> => {
  const beginning = begin(wiring);
  const resumed = await resumedFrom(wiring, file, options);
  const overrides = resumed ? { asOf: resumed.runTime, ...options } : options;
  return withPrepared(
    prepare(wiring, file, overrides, { ...beginning, runDir: options.runDir, signal: options.signal }).catch(
      async (thrown: unknown) => {
        throw await toldUnread(wiring, file, { ...beginning, signal: options.signal }, thrown);
      },
    ),
    async (prepared) => {
      if (resumed) {
        const identity = runIdentity(prepared, beginning.runId);
        await refusePublished(resumed, prepared.storage, storesOf(prepared.targets), identity);
      }
      return runPrepared(wiring, prepared, beginning, overrides, undefined, resumed);
    },
  );
};
