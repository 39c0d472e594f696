import { failure, problemsOf } from '../../base/errors/index.js';
import { runId as newRunId } from '../../base/ids.js';
import type { RunEventBody, RunLog } from '../../kit/index.js';
import { toPlanValue } from '../../planner/index.js';
import { type Prepared, prepare } from '../check/prepare.js';
import type { Wiring } from '../wiring.js';
import { execute, type Gathering } from './execute.js';
import { runStore } from './folder.js';
import { lastGoodRun } from './last-run.js';
import type { Emit, RunOptions, RunOutcome } from './options.js';
import { runRecord } from './record.js';

const emitter =
  (wiring: Wiring, runId: string, log: RunLog, { onEvent }: RunOptions): Emit =>
  (body: RunEventBody) => {
    const event = { at: wiring.clock.now().toISOString(), runId, ...body };
    if (body.type !== 'stage_progress') log.event(event);
    onEvent?.(event);
  };

/** A signal that says why; `release` lets go of the caller's one, which may live for many runs. */
const interruptible = (signal: AbortSignal | undefined) => {
  const controller = new AbortController();
  const abort = (): void => controller.abort(failure('MR9002', 'the run was interrupted'));
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  return { signal: controller.signal, release: () => signal?.removeEventListener('abort', abort) };
};

const claimAndExecute = async (
  wiring: Wiring,
  prepared: Prepared,
  run: { readonly runId: string; readonly log: RunLog; readonly emit: Emit; readonly signal: AbortSignal },
  gathering: Gathering,
): Promise<void> => {
  const { storage, targets, settings, loaded } = prepared;
  const identity = {
    runId: run.runId,
    pipeline: settings.document.pipeline,
    documentHash: loaded.parsed.hash,
  };
  try {
    const publication = await storage.claim(targets, identity);
    try {
      await execute({ wiring, prepared, publication, folder: run.log.folder, ...run }, gathering);
    } finally {
      await publication.abandon();
    }
  } catch (thrown) {
    gathering.problems = [...gathering.problems, ...problemsOf(thrown)];
  }
};

/**
 * The life of a run: parse -> check -> plan -> execute -> publish -> record.
 *
 * Throws a `MillraceError` for a document that does not hold or whose sources cannot be read; from then on
 * everything that goes wrong is in the record.
 */
export const runPipeline = async (
  wiring: Wiring,
  file: string,
  options: RunOptions = {},
): Promise<RunOutcome> => {
  const startedAt = wiring.clock.now();
  const runId = newRunId(wiring.clock);
  const prepared = await prepare(wiring, file, options, { runId });
  const last = await lastGoodRun(wiring, prepared.settings.document.pipeline, options.runDir);
  const { pipeline } = prepared.settings.document;
  const documentFile = prepared.loaded.parsed.source.file;
  const entry = {
    runId,
    pipeline,
    documentFile,
    status: 'running',
    startedAt: startedAt.toISOString(),
  } as const;
  const log = await runStore(wiring, options.runDir).start(entry);
  const emit = emitter(wiring, runId, log, options);
  emit({
    type: 'run_started',
    pipeline,
    documentHash: prepared.loaded.parsed.hash,
    stages: prepared.physical.stages.length,
  });
  await log.plan(toPlanValue(prepared.plan, prepared.physical, prepared.applied));
  const gathering: Gathering = {
    stages: [],
    checks: [],
    contracts: [],
    outputs: [],
    samples: [],
    problems: prepared.warnings,
  };
  const { signal, release } = interruptible(options.signal);
  await claimAndExecute(wiring, prepared, { runId, log, emit, signal }, gathering).finally(release);
  const record = runRecord(prepared, runId, gathering, { startedAt, finishedAt: wiring.clock.now() }, last);
  for (const item of record.problems) emit({ type: 'problem', problem: item });
  emit({ type: 'run_finished', status: record.status, seconds: record.seconds });
  await log.finish(record);
  return { record, folder: log.folder };
};
