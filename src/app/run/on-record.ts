import {
  passingEvents,
  type RunEventBody,
  type RunIndexEntry,
  type RunLog,
  type RunRecord,
} from '../../kit/index.js';
import type { Prepared } from '../check/prepared.js';
import type { Held } from '../policy/trying.js';
import type { Wiring } from '../wiring.js';
import type { Emit, RunOptions, RunOutcome } from './options.js';

/** Tells everybody what happens in a run, and keeps it. */
export const emitter =
  (wiring: Pick<Wiring, 'clock'>, runId: string, log: RunLog, { onEvent }: RunOptions) =>
  (body: RunEventBody | Held): void => {
    const event = { at: wiring.clock.now().toISOString(), runId, ...body };
    if (!passingEvents.has(body.type)) log.event(event);
    onEvent?.(event);
  };

/** A run by its name, and since when it is one: before anything is checked. */
export interface Beginning {
  readonly runId: string;
  readonly startedAt: Date;
}

/** A run as the index has it while it goes on. */
export const entryOf = (
  { settings, loaded }: Pick<Prepared, 'settings' | 'loaded'>,
  { runId, startedAt }: Beginning,
): RunIndexEntry => ({
  runId,
  pipeline: settings.document.pipeline,
  documentFile: loaded.parsed.source.file,
  status: 'running',
  startedAt: startedAt.toISOString(),
});

/** The end of a run: everybody hears of it, and its record is written. */
export const finishRun = async (record: RunRecord, log: RunLog, emit: Emit): Promise<RunOutcome> => {
  for (const item of record.problems) emit({ type: 'problem', problem: item });
  emit({ type: 'run_finished', status: record.status, seconds: record.seconds });
  await log.finish(record);
  return { record, folder: log.folder };
};
