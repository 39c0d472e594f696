import type { Problem } from '../base/errors/index.js';
import type { ColumnLineage, RunStatus, RunTrigger, RunWork, TriggeringUpload } from './record.js';
import type { Schema } from './schema.js';
import type { PublishedOutput } from './storage.js';

/** What a run reads or writes, by names only: `store://path` as the document has it, never a folder of the machine. */
export interface NamedDataset {
  /** The document's node. */
  readonly node: string;
  readonly paths: readonly string[];
  readonly columns: Schema;
}

/** What a stage took and gave, where it is known. */
export interface StageUse {
  /** Of the files that it reads. */
  readonly bytesIn?: number;
  /** Of the files that it wrote for outputs. */
  readonly bytesOut?: number;
  /** The most that the process had while it ran. */
  readonly memoryBytes?: number;
  /** The most that lay on disk for want of memory. */
  readonly spilledBytes?: number;
}

/** A node of the document, and what kind it is. */
export interface NamedNode {
  readonly name: string;
  readonly kind: string;
}

/** What started a run, without what clients say: names that they give may tell of people. */
export interface NamedTrigger extends Pick<RunTrigger, 'channel'> {
  readonly uploads: readonly Pick<TriggeringUpload, 'upload' | 'file' | 'sha256'>[];
}

/** An attempt that came to nothing. */
export interface AttemptFailed {
  /** From 1. */
  readonly attempt: number;
  readonly codes: readonly string[];
  /** Whose fault the first error is. */
  readonly fault: string;
  /** Until the next; absent where there is none. */
  readonly waitSeconds?: number;
}

/** What happens during a run; the one source of progress, logs and telemetry. Times are ISO 8601 UTC. */
export type RunEvent = { readonly at: string; readonly runId: string } & RunEventBody;

export type RunEventBody =
  | {
      readonly type: 'run_started';
      readonly pipeline: string;
      readonly documentHash: string;
      /** Where uploads started it. */
      readonly trigger?: NamedTrigger;
      readonly stages: number;
      /** Nodes that have a part in it, in the order of the plan. */
      readonly nodes: readonly NamedNode[];
      readonly inputs: readonly NamedDataset[];
      readonly outputs: readonly NamedDataset[];
      /** From which columns of inputs the columns of outputs are made. */
      readonly lineage: ColumnLineage;
    }
  | {
      readonly type: 'stage_started';
      readonly stage: string;
      readonly nodes: readonly string[];
      /** The kind of each of `nodes`. */
      readonly kinds: readonly string[];
    }
  | {
      /** Its result was taken over from an earlier run. */
      readonly type: 'stage_reused';
      readonly stage: string;
      readonly rows: number;
      readonly from: string;
    }
  | { readonly type: 'stage_progress'; readonly stage: string; readonly share: number }
  | {
      /** What the process uses while a stage runs; not kept on record. */
      readonly type: 'usage_sampled';
      readonly stage: string;
      readonly memoryBytes: number;
      readonly spilledBytes: number;
    }
  | {
      /** Of a stage with a function of the author: a partition that one of its processes has done. */
      readonly type: 'partition_finished';
      readonly stage: string;
      /** Counts from 1. */
      readonly partition: number;
      readonly rows: number;
      readonly seconds: number;
    }
  | ({
      readonly type: 'stage_finished';
      readonly stage: string;
      readonly rows: number;
      readonly seconds: number;
    } & StageUse)
  | { readonly type: 'check_finished'; readonly node: string; readonly passed: boolean }
  | { readonly type: 'output_published'; readonly output: PublishedOutput }
  | { readonly type: 'problem'; readonly problem: Problem }
  | { readonly type: 'run_finished'; readonly status: RunStatus; readonly seconds: number }
  | ({
      /** A try of a stage that failed; what it wrote is cleared. */
      readonly type: 'attempt_failed';
      readonly stage: string;
    } & AttemptFailed)
  | ({
      /** A try of work outside of the stages. Of what was tried before the run was on record, it is told afterwards. */
      readonly type: 'attempt_failed';
      readonly work: RunWork;
      /** Nodes of the document. */
      readonly nodes: readonly string[];
    } & AttemptFailed);

export type OnEvent = (event: RunEvent) => void;

/** Events that tell of a moment only: no log of a run keeps them. */
export const passingEvents: ReadonlySet<RunEventBody['type']> = new Set(['stage_progress', 'usage_sampled']);
