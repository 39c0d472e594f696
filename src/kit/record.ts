import type { Problem } from '../base/errors/index.js';
import type { DataClasses, GuardCount, Masks } from './contract.js';
import type { DecisionRecord } from './decision.js';
import type { Cell, WrittenFiles } from './engine.js';
import type { CheckResult } from './node.js';
import type { Schema } from './schema.js';
import type { PublishedOutput } from './storage.js';

/** How a run ended: `stopped` means by a check, before anything was published. */
export type RunStatus = 'succeeded' | 'failed' | 'stopped' | 'interrupted';

/** A node in a run. Rows are exact, or the node was fused into a stage with others, or nothing needed it. */
export interface NodeRecord {
  readonly name: string;
  readonly kind: string;
  readonly family: 'read' | 'transform' | 'write' | 'check';
  readonly inputs: readonly string[];
  readonly stage?: string;
  readonly rows: number | 'fused' | 'unused';
  readonly schema: Schema;
}

/** How the rows of a stage were shared out among processes. */
export interface PartitionRecord {
  /** `reading`: each process read its rows from the files; `exchange`: the engine wrote them for the processes before. */
  readonly by: 'reading' | 'exchange';
  readonly count: number;
  /** Where they were shared out by size: bytes of all of them, and the seconds that processes took for them together. */
  readonly bytes?: number;
  readonly seconds?: number;
}

/** One try of a stage, or of work outside of them. */
export interface AttemptRecord {
  readonly seconds: number;
  /** Of the errors that it failed with; none of one that succeeded. */
  readonly codes: readonly string[];
  /** Seconds until the next. */
  readonly waited: number;
  /** Why there was no other, though the error is one that is tried again. */
  readonly why?: string;
}

/** What is done for nodes before and after the stages of a run. */
export type RunWork = 'fetching' | 'opening' | 'claiming' | 'publishing';

/** Work outside of the stages that was not done at once. The last attempt has codes where it never was. */
export interface TriedRecord {
  readonly work: RunWork;
  /** Nodes of the document. */
  readonly nodes: readonly string[];
  /** The file that was fetched, as the document names it. */
  readonly file?: string;
  readonly attempts: readonly AttemptRecord[];
}

/** A stage that failed for good, after all of its attempts, or a node whose sources could not be fetched or opened. */
export interface GivenUpRecord {
  /** Absent where it failed before there were stages. */
  readonly stage?: string;
  readonly nodes: readonly string[];
  readonly attempts: readonly AttemptRecord[];
  /** What became of the outputs behind it: the run published the others. Absent where the run failed with it. */
  readonly fallback?: 'skip' | 'last_good';
  /** Outputs and checks that were left out. */
  readonly left?: readonly string[];
}

/** A key of a policy, and which rule gives its value. */
export interface PolicySetting {
  readonly key: string;
  readonly value: unknown;
  /** The rule's number among those of its file, from 1. */
  readonly rule: number;
  /** The project file, where the rule is shared. */
  readonly file?: string;
  readonly line?: number;
  /** What rules before it gave, the last of them first. */
  readonly overridden: readonly { readonly value: unknown; readonly rule: number; readonly file?: string }[];
}

/** The policy of a stage. */
export interface PolicyRecord {
  readonly stage: string;
  readonly settings: readonly PolicySetting[];
  /** What an attempt might take, where that was learned. */
  readonly timeout?: { readonly seconds: number; readonly evidence: string };
  /** How large partitions for a function were to be, where that was learned. */
  readonly partition?: { readonly bytes: number; readonly evidence: string };
}

/** What was told to others when a run ended. */
export interface HookRecord {
  readonly on: 'failure' | 'success' | 'failed_check';
  /** The host of a webhook, or the program of a command. */
  readonly target: string;
  readonly succeeded: boolean;
  readonly seconds: number;
  readonly why?: string;
}

/** A stage: one statement of the engine. */
export interface StageRecord {
  readonly id: string;
  readonly nodes: readonly string[];
  readonly reads: readonly string[];
  /** `table` keeps rows for later stages, `file` stages an output, `rows` measures. */
  readonly sink: 'table' | 'file' | 'rows';
  readonly rows: number;
  readonly seconds: number;
  /** Where a function of the author made the rows. */
  readonly partitions?: PartitionRecord;
  /** The run whose result was taken over. */
  readonly from?: string;
  /** Where the first of them failed. */
  readonly attempts?: readonly AttemptRecord[];
}

/** What became of a stage in a run that keeps results: taken over from a run, or done and why. */
export interface CacheRecord {
  readonly stage: string;
  readonly nodes: readonly string[];
  readonly from?: string;
  readonly why?: readonly string[];
}

/** What the values of a column were like, in numbers; moments are milliseconds since 1970 (UTC). */
export interface ColumnMeasures {
  readonly name: string;
  /** Share of rows without a value, 0 to 1. */
  readonly nullShare: number;
  /** Different values among the rows that were looked at. */
  readonly distinct: number;
  /** Of numbers and moments; never of columns that are personal or sensitive. */
  readonly least?: number;
  readonly greatest?: number;
  readonly isMoment?: true;
}

/** What an input was like before the run, for the runs after it to be held against. */
export interface InputMeasures {
  /** Rows of the whole input; absent where nothing told before the run. */
  readonly rows?: number;
  /** Rows that the contract saw in the run; fewer than there are where a limit ends the reading. */
  readonly counted?: number;
  /** Whether `rows` were counted, and not estimated from a sample. */
  readonly isExact: boolean;
  readonly sample: { readonly rows: number; readonly isWhole: boolean };
  /** The newest moment that is not after the run, in milliseconds since 1970 (UTC). */
  readonly newest?: number;
  readonly columns: readonly ColumnMeasures[];
  /** What was unlike the runs before it and accepted: of these, runs before this one count no more. */
  readonly accepted?: readonly string[];
}

export interface InputRecord {
  readonly node: string;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly modified: string }[];
  readonly rows?: number;
  /** The columns as they were found, before any contract; absent in records of earlier versions. */
  readonly columns?: Schema;
  /** Where its contract asks for `history`. */
  readonly measures?: InputMeasures;
}

/** What a reading node with `new_only` found. */
export interface NewFilesRecord {
  readonly node: string;
  /** Files that the run read. */
  readonly files: number;
  /** Files that earlier runs have read. */
  readonly before: number;
}

/** A column of an input that is not as in the last run that succeeded. */
export interface DriftRecord {
  readonly node: string;
  readonly column: string;
  readonly change: 'new' | 'missing' | 'retyped';
  /** Types, where there was and where there is one. */
  readonly was?: string;
  readonly now?: string;
}

/** How the inputs differ from those of an earlier run. */
export interface Drift {
  /** The run that they are held against. */
  readonly since: string;
  readonly changes: readonly DriftRecord[];
}

export interface CheckRecord {
  readonly node: string;
  readonly severity: 'error' | 'warn';
  readonly passed: boolean;
  readonly results: readonly CheckResult[];
}

/** Rows of an input that did not come out of a node as rows, and why. */
export interface Losses {
  /** Left out by the node's own work: a condition, a limit, a sample. */
  readonly filtered?: number;
  /** Without a partner in the other input. */
  readonly unmatched?: number;
  /** Made into one with other rows, or looked up for them. */
  readonly merged?: number;
}

/** What came in by an input of a node with a contract. */
export interface PortRecord extends Losses {
  /** The alias of the input. */
  readonly port: string;
  /** Rows that were read from it; under a limit, fewer than there are. */
  readonly in: number;
}

/**
 * What became of the rows of a node with a contract:
 * `in + made = passed + filtered + unmatched + merged + quarantined`, where what is absent is none.
 */
export interface ContractRecord extends Losses {
  readonly node: string;
  /**
   * Rows that came in, of all inputs; of a node that makes rows anew, those that it made. Absent, as `passed`, where the
   * run stopped in the middle of them.
   */
  readonly in?: number;
  /** Rows that came out beyond those that came in: pairs of a join, the one row of an aggregate of nothing. */
  readonly made?: number;
  /** For each input, where the node's own work lets rows go or brings them together. */
  readonly ports?: readonly PortRecord[];
  readonly passed?: number;
  readonly quarantined: number;
  /** Rows that passed without a value, which quarantine keeps. */
  readonly mended: number;
  /** Whether the run stopped before all rows were seen. */
  readonly isPartial: boolean;
  /** The Parquet file, by its path inside the run's folder. */
  readonly file: string;
  readonly broken: GuardCount['broken'];
  /** Values that normalising changed, of the rows that passed; absent where no column is normalised, or not all rows were seen. */
  readonly repaired?: GuardCount['repaired'];
  /** Columns whose values are shown masked. */
  readonly classes: DataClasses;
  /** The semantic types by whose masks they are; others are not shown at all. */
  readonly masks?: Masks;
}

/**
 * What a writing node with mode `merge` did, by its key: `in = added + replaced + merged`, and
 * `added + replaced + kept` rows are in the target afterwards.
 */
export interface MergeRecord {
  readonly node: string;
  /** Rows that it was given. */
  readonly in: number;
  /** Those whose key the target did not have. */
  readonly added: number;
  /** Those that took the place of rows of the target, whether or not they differ. */
  readonly replaced: number;
  /** Rows of the target that went for them. */
  readonly gone: number;
  /** Those that were the same as another, or not newer than what is there. */
  readonly merged: number;
  /** Rows of the target that were left alone. */
  readonly kept: number;
}

/** A column of a reading node. */
export interface SourceColumn {
  readonly node: string;
  readonly column: string;
}

/** For each output and each of its columns, the source columns that it was made from. */
export type ColumnLineage = Readonly<Record<string, Readonly<Record<string, readonly SourceColumn[]>>>>;

/** A few rows of an output, for the report. */
export interface OutputSample {
  readonly node: string;
  readonly schema: Schema;
  readonly rows: readonly (readonly Cell[])[];
}

/** Values of classified columns were shown as they are. */
export interface Reveal {
  /** ISO 8601 UTC. */
  readonly at: string;
  /** The command that showed them. */
  readonly by: string;
  /** `node.column`, each. */
  readonly columns: readonly string[];
}

/** Rows of an earlier run's quarantine that a run put through again. */
export interface ReplayRecord {
  readonly runId: string;
  readonly node: string;
  readonly rows: number;
  /** Which were chosen, and what was changed in them, as it was asked for. */
  readonly where?: string;
  readonly set?: Readonly<Record<string, string>>;
}

/** A file that came through the gateway, and passed. */
export interface TriggeringUpload {
  /** The id of the upload. */
  readonly upload: string;
  /** Its name in the folder of the channel. */
  readonly file: string;
  /** Of its bytes, hexadecimal. */
  readonly sha256: string;
  /** The name that the client gave: data, never a path. */
  readonly clientName: string;
  /** Who uploaded it. */
  readonly principal: string;
}

/** What started a run that nobody asked for: uploads that had passed since the run before, in the order of their ids. */
export interface RunTrigger {
  readonly channel: string;
  readonly uploads: readonly TriggeringUpload[];
}

/** A limit of the system, and the file that says it. */
export interface SystemLimit {
  readonly value: number;
  readonly file: string;
}

/** What the container of a run lets it use. */
export interface ContainerRecord {
  /** Bytes, of all its processes together. */
  readonly memory?: SystemLimit;
  /** Processors: 1.5 is one and a half. */
  readonly cpus?: SystemLimit;
  /** What processes of functions keep to: so many at once, of so many bytes each. */
  readonly processes?: { readonly most: number; readonly memory: number };
}

/** What the values of an output are, by its columns: as contracts say it, or as they were made from such. */
export interface OutputClasses {
  readonly classes: DataClasses;
  /** The semantic types by whose masks values are shown; absent columns are not shown at all. */
  readonly masks: Masks;
}

/** How the files of an output were written, for those who read them later. */
export interface OutputFiles extends Omit<WrittenFiles, 'paths'> {
  /** The folder of the store, absolute. */
  readonly store: string;
}

/** All that is known of a run: `run.json`. */
export interface RunRecord {
  readonly version: 1;
  readonly millrace: string;
  readonly runId: string;
  readonly pipeline: string;
  readonly description?: string;
  readonly document: {
    readonly file: string;
    readonly hash: string;
    /** The project file that the pipeline was governed by; absent where there is none. */
    readonly project?: { readonly file: string; readonly hash: string };
  };
  readonly status: RunStatus;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly seconds: number;
  readonly runTime: string;
  readonly params: Readonly<Record<string, string>>;
  readonly engine: {
    readonly name: string;
    readonly memory?: number;
    readonly threads?: number;
    /** Absent where it ran in no container, or in one without limits. */
    readonly container?: ContainerRecord;
  };
  /** Where it replays rows of another run. */
  readonly replays?: ReplayRecord;
  /** Where uploads started it. */
  readonly trigger?: RunTrigger;
  readonly nodes: readonly NodeRecord[];
  readonly stages: readonly StageRecord[];
  /** The run that it went on from. */
  readonly resumes?: string;
  /** Absent where no results are kept. */
  readonly cache?: readonly CacheRecord[];
  readonly inputs: readonly InputRecord[];
  /** Absent where no node has `new_only`. */
  readonly newFiles?: readonly NewFilesRecord[];
  /** What was decided about inputs before they were read; absent in records of earlier versions. */
  readonly decisions?: readonly DecisionRecord[];
  /** Absent where nothing changed, or no run is known to hold the inputs against. */
  readonly drift?: Drift;
  readonly outputs: readonly PublishedOutput[];
  readonly checks: readonly CheckRecord[];
  /** Absent in records of runs from before there were contracts. */
  readonly contracts?: readonly ContractRecord[];
  /** Absent where nothing was merged by a key. */
  readonly merges?: readonly MergeRecord[];
  readonly lineage: ColumnLineage;
  /** By output; absent in records of earlier versions. */
  readonly classes?: Readonly<Record<string, OutputClasses>>;
  /** By output; absent in records of earlier versions. */
  readonly written?: Readonly<Record<string, OutputFiles>>;
  readonly samples: readonly OutputSample[];
  /** Absent where the document has no policies. */
  readonly policies?: readonly PolicyRecord[];
  /** What was fetched, opened, claimed or published at a later attempt only, or never; absent where all was done at once. */
  readonly tried?: readonly TriedRecord[];
  /** Stages that failed for good; absent where none did. */
  readonly givenUp?: readonly GivenUpRecord[];
  /** Absent where nobody was told. */
  readonly hooks?: readonly HookRecord[];
  /** When classified values were shown, after the run; kept beside `run.json`. */
  readonly reveals?: readonly Reveal[];
  readonly problems: readonly Problem[];
}

/** The process behind a run, so that a killed run can be told from one that is at work. */
export interface RunProcess {
  readonly pid: number;
  readonly host: string;
  /** Where its number is unique: the boot and the namespace of processes, where the system tells. */
  readonly space?: string;
  /** When it began, in the system's own count, so that a number given anew is not taken for it. */
  readonly began?: string;
}

/** One line of the index of runs. */
export interface RunIndexEntry {
  readonly runId: string;
  readonly pipeline: string;
  readonly documentFile: string;
  readonly status: RunStatus | 'running';
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly seconds?: number;
  readonly rowsPublished?: number;
  /** The run whose rows it replays. */
  readonly replays?: string;
  /** While it runs. */
  readonly process?: RunProcess;
}
