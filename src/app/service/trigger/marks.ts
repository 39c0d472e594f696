import type { Clock } from '../../../base/clock.js';
import type { KeyValues } from '../../../kit/index.js';

/** What is kept of the uploads of pipelines, so that each upload starts each of its pipelines once, whatever is killed when. */
export interface Marks {
  /** From when on uploads start a pipeline: since it was first seen to have its trigger, ISO 8601. */
  readonly since: (pipeline: string, at?: string) => Promise<string>;
  /** Ids of uploads whose run is on record. */
  readonly taken: (pipeline: string) => Promise<ReadonlySet<string>>;
  readonly isTaken: (pipeline: string, upload: string) => Promise<boolean>;
  readonly take: (pipeline: string, uploads: readonly string[]) => Promise<void>;
}

const sinceKey = (pipeline: string): string => `upload-trigger/since/${pipeline}`;

const takenKey = (pipeline: string, upload = ''): string => `upload-trigger/taken/${pipeline}/${upload}`;

export const createMarks = (values: KeyValues, clock: Clock): Marks => ({
  since: async (pipeline, at = clock.now().toISOString()) => {
    await values.set(sinceKey(pipeline), at, { expected: 0 });
    const kept = await values.get(sinceKey(pipeline));
    return typeof kept?.value === 'string' ? kept.value : at;
  },
  taken: async (pipeline) => {
    const prefix = takenKey(pipeline);
    return new Set((await values.keys(prefix)).map((key) => key.slice(prefix.length)));
  },
  isTaken: async (pipeline, upload) => (await values.get(takenKey(pipeline, upload))) !== undefined,
  take: async (pipeline, uploads) => {
    for (const upload of uploads) await values.set(takenKey(pipeline, upload), clock.now().toISOString());
  },
});
