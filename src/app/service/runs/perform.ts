import { failure, type Problem, problemsOf } from '../../../base/errors/index.js';
import type { AuditEntry, RunEvent, RunIndexEntry, RunRecord, RunStatus } from '../../../kit/index.js';
import { endLine } from '../../../state/index.js';
import { replay } from '../../replay/replay.js';
import type { RunOptions, RunOutcome } from '../../run/options.js';
import { runPipeline } from '../../run/run-pipeline.js';
import { listRuns } from '../../runs.js';
import { withTelemetry } from '../../telemetry.js';
import { keptValue } from '../kept-value.js';
import type { ServiceParts } from '../parts.js';
import { indexRun } from './index-runs.js';
import type { RunOrder } from './order.js';

/** How a run ended; `problems` of one that never began, which has no record. */
export interface Ended {
  readonly status: RunStatus;
  readonly problems: readonly Problem[];
}

const unbegunKey = (runId: string): string => `unbegun/${runId}`;

/** What kept a run from beginning; undefined for one that began. */
export const unbegunProblems = async (
  { state }: ServiceParts,
  runId: string,
): Promise<readonly Problem[] | undefined> =>
  (await keptValue<readonly Problem[]>(state.values, unbegunKey(runId)))?.value;

/** A run that was kept from beginning by the end of a service begins after all. */
export const forgetUnbegun = async ({ state }: ServiceParts, runId: string): Promise<void> => {
  await state.values.remove(unbegunKey(runId));
};

/** A run whose document does not hold leaves no folder: that it was asked for, and why not, is kept here. */
const keepUnbegun = async (
  parts: ServiceParts,
  { runId, pipeline }: RunOrder,
  file: string,
  began: Date,
  problems: readonly Problem[],
): Promise<Ended> => {
  const { clock } = parts.wiring;
  // Clients are not told what a fault of ours was: the service says it.
  const faults = problems.filter(({ code }) => code === 'MR9999');
  if (faults.length > 0) parts.onProblems(faults);
  const known = (await listRuns(parts.wiring, parts.runDir)).find((entry) => entry.runId === runId);
  const times = { startedAt: began.toISOString(), finishedAt: clock.now().toISOString() };
  const seconds = (Date.parse(times.finishedAt) - began.getTime()) / 1000;
  const status = problems.some(({ code }) => code === 'MR9002') ? 'interrupted' : 'failed';
  const entry: RunIndexEntry = known ?? { runId, pipeline, documentFile: file, status, ...times, seconds };
  if (!known) await parts.state.values.set(unbegunKey(runId), JSON.parse(JSON.stringify(problems)));
  await indexRun(parts, entry);
  return { status, problems };
};

/** The entry that the folder's index has of a run with this record, which may be one of very many there. */
const endedEntry = (record: RunRecord): RunIndexEntry => {
  const { runId, pipeline, document, startedAt, replays, status } = record;
  const began = { runId, pipeline, documentFile: document.file, startedAt, status };
  return endLine(replays ? { ...began, replays: replays.runId } : began, record);
};

/** Who a run is done for, as the trail has it. */
const actorOf = ({ cause }: RunOrder): AuditEntry['actor'] => {
  if (cause.kind === 'request' && cause.actor) return cause.actor;
  const id = cause.kind === 'request' ? cause.principal : 'service';
  return {
    id,
    name: id,
    roles: [],
    authentication: { method: 'command', id: `millrace serve: ${cause.kind}` },
  };
};

const outcomeOf = async (
  { wiring }: ServiceParts,
  { resume, replay: asked }: RunOrder,
  file: string,
  options: RunOptions,
): Promise<RunOutcome> => {
  if (asked === undefined) {
    const keeping = resume === undefined ? { checkpoint: true } : { resume };
    return runPipeline(wiring, file, { ...options, ...keeping });
  }
  const { runId: from, ...choice } = asked;
  const { outcome } = await replay(wiring, from, { ...options, ...choice });
  if (outcome) return outcome;
  throw failure('MR6004', `run ${from} has no more rows in quarantine that could be replayed`);
};

/** Runs what was ordered. Throws only where the database does not answer. */
export const perform = async (
  parts: ServiceParts,
  order: RunOrder,
  fileOf: (pipeline: string) => Promise<string>,
  signal: AbortSignal,
  onEvent: (event: RunEvent) => void,
): Promise<Ended> => {
  const { runId, pipeline } = order;
  const began = parts.wiring.clock.now();
  let file = pipeline;
  try {
    file = await fileOf(pipeline);
    await indexRun(parts, {
      runId,
      pipeline,
      documentFile: file,
      status: 'running',
      startedAt: began.toISOString(),
    });
    const wiring = { ...parts.wiring, audit: parts.audit, actor: actorOf(order) };
    const { record } = await withTelemetry(wiring, {}, { write: () => undefined }, (tell) =>
      outcomeOf({ ...parts, wiring }, order, file, {
        runId,
        params: order.params,
        ...(order.asOf === undefined ? {} : { asOf: order.asOf }),
        ...(order.trigger === undefined ? {} : { trigger: order.trigger }),
        runDir: parts.runDir,
        signal,
        onEvent: (event) => {
          tell(event);
          onEvent(event);
        },
      }),
    );
    // Before anybody can see what was published.
    await parts.classes.learn(record, file);
    await indexRun(parts, endedEntry(record));
    return { status: record.status, problems: record.problems };
  } catch (thrown) {
    return await keepUnbegun(parts, order, file, began, problemsOf(thrown));
  }
};
