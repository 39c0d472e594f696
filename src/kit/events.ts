import type { Problem } from '../base/errors/index.js';
import type { RunStatus } from './record.js';
import type { PublishedOutput } from './storage.js';

/** What happens during a run; the one source of progress, logs and telemetry. Times are ISO 8601 UTC. */
export type RunEvent = { readonly at: string; readonly runId: string } & RunEventBody;

export type RunEventBody =
  | {
      readonly type: 'run_started';
      readonly pipeline: string;
      readonly documentHash: string;
      readonly stages: number;
    }
  | { readonly type: 'stage_started'; readonly stage: string; readonly nodes: readonly string[] }
  | {
      /** Its result was taken over from an earlier run. */
      readonly type: 'stage_reused';
      readonly stage: string;
      readonly rows: number;
      readonly from: string;
    }
  | { readonly type: 'stage_progress'; readonly stage: string; readonly share: number }
  | {
      readonly type: 'stage_finished';
      readonly stage: string;
      readonly rows: number;
      readonly seconds: number;
    }
  | { readonly type: 'check_finished'; readonly node: string; readonly passed: boolean }
  | { readonly type: 'output_published'; readonly output: PublishedOutput }
  | { readonly type: 'problem'; readonly problem: Problem }
  | { readonly type: 'run_finished'; readonly status: RunStatus; readonly seconds: number }
  | {
      /** A try of a stage that failed; what it wrote is cleared. */
      readonly type: 'attempt_failed';
      readonly stage: string;
      /** From 1. */
      readonly attempt: number;
      readonly codes: readonly string[];
      /** Whose fault the first error is. */
      readonly fault: string;
      /** Until the next; absent where there is none. */
      readonly waitSeconds?: number;
    };

export type OnEvent = (event: RunEvent) => void;
