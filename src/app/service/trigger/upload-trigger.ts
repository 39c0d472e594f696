import type { Clock } from '../../../base/clock.js';
import type { UploadRecord } from '../../../gateway/upload.js';
import type { KeyValues, RunTrigger, TriggeringUpload } from '../../../kit/index.js';
import { createMarks, type Marks } from './marks.js';
import { createTurns, type Turns } from './turns.js';

/** A pipeline, and the channel whose uploads start it. */
export interface TriggeredPipeline {
  readonly pipeline: string;
  readonly channel: string;
}

export interface UploadTriggerOptions {
  readonly values: KeyValues;
  readonly clock: Clock;
  /** The pipelines that are known at this moment, and started by uploads. */
  readonly pipelines: () => Promise<readonly TriggeredPipeline[]>;
  /** Every promoted upload of a channel, in any order. */
  readonly promoted: (channel: string) => AsyncIterable<UploadRecord>;
  /**
   * Orders a run. It resolves once the order is kept, so that no restart forgets it; `ended` resolves when the run has
   * ended, well or not.
   */
  readonly startRun: (pipeline: string, trigger: RunTrigger) => Promise<{ readonly ended: Promise<void> }>;
  /** Told of runs that could not be ordered: their uploads wait on. */
  readonly onProblem: (pipeline: string, thrown: unknown) => void;
}

/** Starts pipelines for uploads: each upload has its run, one of a pipeline at a time, and several that wait share one. */
export interface UploadTrigger {
  /** An upload has come to its end; only one that is promoted starts anything. */
  readonly settled: (upload: UploadRecord) => Promise<void>;
  /** Takes up promoted uploads that have no run: at the start of the service, and when pipelines have changed. */
  readonly catchUp: () => Promise<void>;
  /** Resolves once no run is ordered or goes on. */
  readonly idle: () => Promise<void>;
  /** Orders no more. What waits is taken up by `catchUp` of the next service. */
  readonly stop: () => void;
}

/** When an upload passed, ISO 8601. */
const promotedAt = ({ steps }: UploadRecord): string =>
  steps.findLast(({ state }) => state === 'promoted')?.at ?? '';

const isPromoted = (
  upload: UploadRecord,
): upload is UploadRecord & Required<Pick<UploadRecord, 'promotion' | 'sha256'>> =>
  upload.state === 'promoted' && upload.promotion !== undefined && upload.sha256 !== undefined;

const named = (upload: UploadRecord): TriggeringUpload => ({
  upload: upload.id,
  file: upload.promotion?.name ?? '',
  sha256: upload.sha256 ?? '',
  clientName: upload.clientName,
  principal: upload.principal,
});

const byId = (left: TriggeringUpload, right: TriggeringUpload): number =>
  left.upload < right.upload ? -1 : 1;

/** What started a run: uploads of one channel, in the order of their ids. */
const triggerOf = (uploads: readonly UploadRecord[]): RunTrigger => ({
  channel: uploads[0]?.channel ?? '',
  uploads: uploads.map(named).toSorted(byId),
});

const runFor =
  ({ startRun }: UploadTriggerOptions, marks: Marks) =>
  async (pipeline: string, uploads: readonly UploadRecord[]): Promise<void> => {
    const { ended } = await startRun(pipeline, triggerOf(uploads));
    // After the order: what is killed in between has its run twice, and never none.
    await marks.take(
      pipeline,
      uploads.map(({ id }) => id),
    );
    await ended.catch(() => undefined);
  };

/** Takes up what a killed service left of one pipeline. */
const catchUpOne = async (
  { promoted }: UploadTriggerOptions,
  marks: Marks,
  turns: Turns<UploadRecord>,
  { pipeline, channel }: TriggeredPipeline,
): Promise<void> => {
  const since = await marks.since(pipeline);
  const taken = await marks.taken(pipeline);
  const left: UploadRecord[] = [];
  for await (const upload of promoted(channel)) {
    if (isPromoted(upload) && promotedAt(upload) >= since && !taken.has(upload.id)) left.push(upload);
  }
  for (const upload of left) turns.add(pipeline, upload.id, upload);
};

export const createUploadTrigger = (options: UploadTriggerOptions): UploadTrigger => {
  const marks = createMarks(options.values, options.clock);
  const turns = createTurns<UploadRecord>(runFor(options, marks), options.onProblem);
  return {
    settled: async (upload) => {
      if (!isPromoted(upload)) return;
      for (const { pipeline, channel } of await options.pipelines()) {
        if (channel !== upload.channel) continue;
        await marks.since(pipeline, promotedAt(upload));
        if (!(await marks.isTaken(pipeline, upload.id))) turns.add(pipeline, upload.id, upload);
      }
    },
    catchUp: async () => {
      for (const each of await options.pipelines()) await catchUpOne(options, marks, turns, each);
    },
    idle: turns.idle,
    stop: turns.stop,
  };
};
