import type { Schema } from './schema.js';

/** `store://path/in/store` as a document writes it; `path` may hold `*`, `?`, `[…]`, `{…}` and `**` where files are read. */
export interface StorePath {
  readonly kind: 'path';
  /** As written. */
  readonly text: string;
  readonly store: string;
  readonly path: string;
}

/** What a person gave, of a file that was made of it. */
export interface Given {
  /** The file as it lies in its store, and the part of it: `/data/prices.zip, entry 2024/a.csv`. */
  readonly text: string;
  /** Whether lines have the numbers that they have in what was given; else those of the copy tell nobody anything. */
  readonly hasItsLines: boolean;
}

/** One file to read. */
export interface DataFile {
  /** Absolute, with all links resolved. */
  readonly path: string;
  /** Path inside its store, with `/`. */
  readonly name: string;
  /** The store, as the document calls it. */
  readonly store?: string;
  readonly bytes: number;
  /** Last change, ISO 8601 UTC. */
  readonly modified: string;
  /** Whether it stands for the file as plain CSV; a record in it that is no row is then one quoted field. */
  readonly isCopy?: true;
  /** Where it was made of another file, or of a part of one. */
  readonly given?: Given;
}

/**
 * What a second run does to its target: `replace` switches a file or a whole folder, `append` adds to a folder,
 * `error` refuses a target that exists, `replace_partitions` switches those sub-folders that the run has rows for,
 * `merge` switches as `replace` does what was made from the rows that it had and new ones.
 */
export type WriteMode = 'replace' | 'append' | 'error' | 'replace_partitions' | 'merge';

/** What a writing node wants to publish. */
export interface TargetRequest {
  readonly node: string;
  readonly path: StorePath;
  readonly mode: WriteMode;
  /** File name extension with its dot, for files that the storage names itself: `.parquet`, `.csv.gz`. */
  readonly extension: string;
  /**
   * The columns that name the sub-folders, outermost first. Where it is set, be it empty, the engine stages a folder
   * of files rather than one file.
   */
  readonly partitionBy?: readonly string[];
}

/** A staged output as the engine left it. */
export interface StagedOutput {
  readonly node: string;
  readonly rows: number;
  readonly schema: Schema;
}

/** A hash of typed rows: the same for the same rows, as often as they stand there, whatever their order, files and format. */
export interface RowHash {
  /** SHA-256 in hexadecimal of names and types of the columns, number of rows, and sum of the hashes of the rows. */
  readonly value: string;
  /** What hashed each row: hashes are held against those of the same only. */
  readonly by: string;
}

/** An output that readers can see. */
export interface PublishedOutput {
  readonly node: string;
  /** `store://path` of the file, which in a folder is the new file; of the folder where several were asked for. */
  readonly target: string;
  readonly mode: WriteMode;
  readonly rows: number;
  readonly bytes: number;
  /** Of the file; of several files, of the lines that `sha256sum` prints for them, sorted by path in the folder. */
  readonly sha256: string;
  /** Of the typed rows that this run wrote, in any order and format; absent in records of earlier versions. */
  readonly rowHash?: RowHash;
  /** How many files this run wrote, where several were asked for. */
  readonly files?: number;
  /** How many sub-folders they are in, where there are partitions. */
  readonly partitions?: number;
}

/** A file that a reading node with `new_only` has read, in a run that published. */
export interface FileRead {
  /** The document's node. */
  readonly node: string;
  /** `store://path` of the file. */
  readonly file: string;
  readonly bytes: number;
  readonly modified: string;
  /** Of its content. */
  readonly sha256: string;
  /** The run; absent before it has published. */
  readonly runId?: string;
}

export interface RunIdentity {
  readonly runId: string;
  readonly pipeline: string;
  readonly documentHash: string;
  /** Whether its stores are to know for ever that it published. */
  readonly isRemembered?: boolean;
  /** What it reads that is never to be read again: on record in its stores in the step that publishes. */
  readonly reads?: readonly FileRead[];
}

/** Reads staged files of a node back and counts the rows of each. */
export type CountRows = (node: string, paths: readonly string[]) => Promise<readonly number[]>;

/** Does an attempt, and may do the next one after it where it fails. */
export type Repeat = <T>(attempt: () => Promise<T>) => Promise<T>;

/** The outputs of one run from claim to publish. Exactly one of `publish` and `abandon` ends it. */
export interface Publication {
  /** Absolute path of the file that the engine writes for a node, or of the folder that it makes and fills. */
  readonly stagedFile: (node: string) => string;
  /** Absolute folders that hold staged files; the engine needs to write in these only. */
  readonly folders: readonly string[];
  /**
   * Verifies every staged file, then switches them all; the manifest of each store switches last.
   *
   * @param leftOut nodes whose targets stay as they are
   * @param repeat how often it is tried; once unless given. An attempt before the decision begins anew, one after it
   * completes what was decided
   * @throws MR3011 where a file does not verify, MR3007 where the disk is full, MR3010 where a target came to exist,
   * MR3030 where another run has read the same files in between,
   * MR3017 where a folder that is to be replaced holds what this output never wrote.
   */
  readonly publish: (
    outputs: readonly StagedOutput[],
    countRows: CountRows,
    leftOut?: ReadonlySet<string>,
    repeat?: Repeat,
  ) => Promise<readonly PublishedOutput[]>;
  /** Removes what is staged and gives the targets free. Safe to call more than once, and after `publish`. */
  readonly abandon: () => Promise<void>;
}

/** A file that a store holds as published. */
export interface StoredFile {
  /** Absolute; what it holds never changes, and it goes when the next version comes. */
  readonly path: string;
  /** The run that wrote it, and the name of its version: the output, with an ending or what lies in it. */
  readonly runId: string;
  readonly version: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a target holds now. */
export interface StoredDataset {
  /** The run that put it there last, which names the version. */
  readonly runId: string;
  readonly pipeline: string;
  readonly files: readonly StoredFile[];
}

/** The folders that a document names under `resources.stores`. */
export interface Storage {
  /**
   * The files that a path names now, sorted by name.
   *
   * @throws MR3001 unknown store, MR3002 bad path, MR3003 no folder, MR3004 no file, MR3005 outside the store, MR3006 no right.
   */
  readonly list: (path: StorePath) => Promise<readonly DataFile[]>;
  /**
   * Checks targets without touching anything: store known, path inside the store, mode fits the path.
   *
   * @throws one problem a target, with codes as above or MR3010.
   */
  readonly checkTarget: (target: TargetRequest) => Promise<void>;
  /**
   * Finishes or undoes what killed runs left in stores, for who asks or reads there before a claim.
   *
   * @throws MR3001 for an unknown store; as `claim` otherwise.
   */
  readonly recover: (stores: readonly string[], run: RunIdentity) => Promise<void>;
  /** Whether a run that is remembered published in these stores, which are whole. */
  readonly remembers: (stores: readonly string[], runId: string) => Promise<boolean>;
  /** The files that published runs of a pipeline have read, as these stores tell, which are whole. */
  readonly filesRead: (stores: readonly string[], pipeline: string) => Promise<readonly FileRead[]>;
  /** SHA-256 of what a file holds. */
  readonly fingerprint: (file: Pick<DataFile, 'path'>) => Promise<string>;
  /**
   * What is published at a target, as `PublishedOutput` names it; undefined where nothing is.
   *
   * @throws MR3012 where the manifest is damaged.
   */
  readonly published: (target: string) => Promise<StoredDataset | undefined>;
  /**
   * Finishes or undoes what killed runs left in the stores of the targets, then locks each target for this run.
   *
   * @throws MR3009 where another run that is alive holds a target, MR3017 where a folder that is to be replaced holds
   * what this output never wrote, MR3018 where it is partitioned in another way.
   */
  readonly claim: (targets: readonly TargetRequest[], run: RunIdentity) => Promise<Publication>;
}
