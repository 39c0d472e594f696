import { problemsOf } from '../../base/errors/index.js';
import type { RunOutcome } from '../run/options.js';
import { runPipeline } from '../run/run-pipeline.js';
import { withTelemetry } from '../telemetry.js';
import type { Wiring } from '../wiring.js';

/** How the runs of a scheduler are run. */
export interface FireOptions {
  readonly runDir?: string;
  readonly memory?: string;
  readonly threads?: number;
  /** Takes JSON logs of runs, where the environment asks for them and for no file. */
  readonly writeLog?: (text: string) => void;
}

/** What a run is about. */
export interface FireOrder {
  /** What it stands for, ISO 8601. */
  readonly time: string;
  readonly params: Readonly<Record<string, string>>;
  readonly partition?: string | undefined;
}

export type Fired = { readonly outcome: RunOutcome } | { readonly problems: ReturnType<typeof problemsOf> };

/** A document may let the folder of a store depend on the partition. */
export const forPartition = (wiring: Wiring, partition: string | undefined): Wiring =>
  partition === undefined
    ? wiring
    : { ...wiring, environment: { ...wiring.environment, MILLRACE_PARTITION: partition } };

/** Runs a document for a time; never throws. */
export const fire = async (
  wiring: Wiring,
  file: string,
  { time, params, partition }: FireOrder,
  { writeLog = () => undefined, ...options }: FireOptions,
  signal: AbortSignal,
): Promise<Fired> => {
  try {
    const outcome = await withTelemetry(wiring, {}, { write: writeLog }, (onEvent) =>
      runPipeline(forPartition(wiring, partition), file, {
        ...options,
        asOf: time,
        params,
        signal,
        onEvent,
      }),
    );
    return { outcome };
  } catch (thrown) {
    return { problems: problemsOf(thrown) };
  }
};
