import type { ErrorCode } from '../base/errors/index.js';
import type { GuardCount, PlacedGuard } from './contract.js';
import type { ArchiveParts, Conversion } from './conversion.js';
import type { Allowed, Binding } from './expression.js';
import type { Renamed } from './rules/headers.js';
import type { Schema } from './schema.js';
import type { Relation, Sql } from './sql.js';
import type { DataFile } from './storage.js';
import type { TextFormat } from './text-format.js';

/** File formats that an engine reads and writes. */
export type Format = 'csv' | 'json' | 'parquet';

/** Options for a format, pinned by the document or found by the engine. */
export type FormatOptions = Readonly<Record<string, FormatOption>>;

export type FormatOption =
  | string
  | number
  | boolean
  | readonly string[]
  | Readonly<Record<string, string>>
  | ReadonlyMap<string, string>;

/** How one text file is written, as was found before the engine opens it. */
export interface TextPins {
  /** Options as the engine calls them, in place of those of the request. */
  readonly options: FormatOptions;
  /** By column, where the engine would not read the values so by itself. */
  readonly formats: Readonly<Record<string, TextFormat>>;
}

/** What a reading node wants to read. */
export interface SourceRequest {
  readonly format: Format;
  /** Options as the engine calls them; the engine finds what is not pinned. */
  readonly options: FormatOptions;
  /** How values are written, by column, where the document says so. */
  readonly formats?: Readonly<Record<string, TextFormat>>;
  /** Whether files may differ in columns; those missing are then null. */
  readonly unionByName: boolean;
  /** What is read of archives among the files. */
  readonly archive?: ArchiveParts;
  /** Where files are of a format that no engine reads: what they are turned from. */
  readonly conversion?: Conversion;
  /** How files are written, by their paths, where they were looked at. */
  readonly texts?: ReadonlyMap<string, TextPins>;
  /** Where a contract follows, which takes what does not fit out of the rows. */
  readonly guarded?: {
    /** The document's node. */
    readonly node: string;
    /** Columns that the contract names. */
    readonly columns: readonly string[];
    /** What else files may call them. */
    readonly aliases: Readonly<Record<string, readonly string[]>>;
    /** The types of the engine that it asks for, by column. */
    readonly types: Readonly<Record<string, string>>;
    /** Columns whose values are not to be shown. */
    readonly classified: readonly string[];
    /** Columns of text formats that are read as they are written, without a type. */
    readonly asText: readonly string[];
    /** Columns that some of the files may lack. */
    readonly mayLack: readonly string[];
  };
}

/** Files of a source that are written in the same way. */
export interface SourceGroup {
  readonly files: readonly DataFile[];
  /** The columns that these files have. */
  readonly columns: readonly string[];
  /** Options with everything pinned that was found, so that a run cannot find something else. */
  readonly options: FormatOptions;
  /** Columns that are text to the engine, and how their values are written. */
  readonly formats?: Readonly<Record<string, TextFormat>>;
  /** The name in the files, by column that is read under another. */
  readonly inFiles?: Readonly<Record<string, string>>;
  /** Of a single Parquet file: which of its rows are read. */
  readonly rows?: RowRange;
}

/** Rows of a file by their numbers, from 0: `to` is the first that is not among them. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Rows of a Parquet file that lie together, and can be read without the others. */
export interface RowGroup {
  readonly rows: number;
  /** Bytes in the file. */
  readonly bytes: number;
}

/** A source after the engine has looked at it. */
export interface SourceInfo {
  readonly format: Format;
  readonly files: readonly DataFile[];
  readonly schema: Schema;
  readonly groups: readonly SourceGroup[];
  /** Exact number of rows, where the files say it. */
  readonly rows?: number;
  /** Of the columns that files may lack: the names of those that do. */
  readonly lacking?: Readonly<Record<string, readonly string[]>>;
  /** Columns that some files write in a form of their own and others do not: what is found of them is read beside them. */
  readonly asFound?: readonly string[];
  /** Columns that are read under names of the contract, with the files where they are. */
  readonly renamed?: readonly (Renamed & { readonly files: readonly string[] })[];
}

/** Something wrong in one piece of SQL; the caller knows the place of the piece. */
export interface SqlFault {
  readonly code: ErrorCode;
  readonly message: string;
  /** Start and length inside the text, in UTF-16 units, where known. */
  readonly offset?: number;
  readonly length?: number;
  readonly label?: string;
  readonly notes?: readonly string[];
}

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: SqlFault };

/** One expression or query to bind. */
export interface BindRequest {
  readonly text: string;
  readonly form: 'expression' | 'query';
  readonly allows: Allowed;
  readonly expects?: string;
  readonly relations: readonly Relation[];
  /** Clauses that follow FROM when the expression is bound alone, for example a GROUP BY. */
  readonly after?: Sql;
  /** Declared parameters: name to type, as DuckDB writes it. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Types SQL without reading data. */
export interface Binder {
  /** Parses and renders pieces ahead, all in one go; binding them later is then faster. Faults are kept for then. */
  readonly prepare: (
    pieces: readonly Pick<BindRequest, 'form' | 'text'>[],
    parameters: Readonly<Record<string, string>>,
  ) => Promise<void>;
  /** Parses, holds against the allow-list, binds alone, and renders from the tree. */
  readonly bind: (requests: readonly BindRequest[]) => Promise<readonly Outcome<Binding>[]>;
  /** A typed relation with no data, for `describe` and `bind`. */
  readonly relation: (alias: string, schema: Schema) => Promise<Relation>;
  /** The columns that a query gives. */
  readonly describe: (query: Sql) => Promise<Outcome<Schema>>;
  /** The engine's own name of a type: `integer` gives `INTEGER`. Other names may be meant too: one of them is suggested. */
  readonly typeName: (text: string, others?: readonly string[]) => Promise<Outcome<string>>;
  /** A regular expression as it is, where the engine takes it. */
  readonly pattern: (text: string) => Promise<Outcome<string>>;
}

/** How rows are shared out among the files of a folder. */
export interface FolderLayout {
  /** Ending of each file's name with its dot: `.parquet`, `.csv.gz`. */
  readonly extension: string;
  /** Columns that name sub-folders as `column=value`, outermost first; none where the folder is flat. */
  readonly partitionBy: readonly string[];
  /** Whether these columns stand in the files too. */
  readonly keepPartitionColumns: boolean;
  /** Bytes after which a file ends and the next begins, about; not with partitions. */
  readonly fileSize?: number;
}

/** A folder of files that an engine is to write. */
export interface FolderSink extends FolderLayout {
  /** Whether the rows come in an order that each file, and the files by their numbers, must keep. */
  readonly ordered: boolean;
  /** Columns of the rows. */
  readonly columns: readonly string[];
}

/** How the rows of a stage are kept. */
export type Sink =
  | { readonly kind: 'table'; readonly table: string }
  | {
      readonly kind: 'file';
      /** The file; with `folder` the folder, which the engine makes. */
      readonly path: string;
      readonly format: Format;
      readonly options: FormatOptions;
      readonly folder?: FolderSink;
    }
  | { readonly kind: 'rows'; readonly limit: number };

/** One statement for the engine, as the planner cut it. */
export interface Statement {
  readonly query: Sql;
  readonly sink: Sink;
  /** Contracts inside the query, by their document's nodes; rows that break one go to its file. */
  readonly guards?: readonly PlacedGuard[];
  /** Labels under which the query has rows counted on their way, see `counted`. */
  readonly counts?: readonly string[];
}

/** A value of a row as JSON can carry it; numbers past 2^53, dates and decimals are text. */
export type Cell = string | number | boolean | null | readonly Cell[] | { readonly [key: string]: Cell };

export interface StatementResult {
  /** Rows that went into the sink. */
  readonly rows: number;
  readonly schema: Schema;
  /** For a `rows` sink, the rows themselves. */
  readonly values: readonly (readonly Cell[])[];
  /** Rows by the labels of the statement; none of what the engine did not come to. */
  readonly counts?: Readonly<Record<string, number>>;
}

/** Files as `execute` wrote them, all from the same statement. */
export interface WrittenFiles {
  readonly paths: readonly string[];
  readonly format: Format;
  readonly options: FormatOptions;
  /** Columns of the rows, those that name folders too. */
  readonly schema: Schema;
  readonly folder?: FolderLayout;
}

/** What a reader finds in written files. */
export interface ReadBack {
  /** Rows of each file. */
  readonly rows: readonly number[];
  /** The sum of a hash of each row, in any order: a whole number in text. See `Engine.hash`. */
  readonly rowSum: string;
  /** The first rows, with the columns that name folders. */
  readonly schema: Schema;
  readonly values: readonly (readonly Cell[])[];
}

export interface ExecuteOptions {
  readonly signal: AbortSignal;
  /** Share done of the statement, 0 to 1, where the engine can tell. */
  readonly onProgress: (share: number) => void;
  /** What the guards of the statement have seen, also where it fails; their files are whole by then. */
  readonly onGuards?: (counts: readonly GuardCount[]) => void;
}

/** An engine for one run: bounded, confined to the files it was given, and gone afterwards. */
export interface Engine extends Binder {
  readonly name: string;
  /** What hashes of rows are made by; only those of the same are comparable: `duckdb v1.5.5`. */
  readonly hash: string;
  /** Looks at the files of a source: columns, dialect, row count. Throws MR40xx for unreadable files. */
  readonly inspect: (request: SourceRequest, files: readonly DataFile[]) => Promise<SourceInfo>;
  /** The row groups of a Parquet file, in their order. */
  readonly rowGroups: (path: string) => Promise<readonly RowGroup[]>;
  /** Runs one statement. Throws a `MillraceError` with the engine's fault as a coded problem. */
  readonly execute: (statement: Statement, options: ExecuteOptions) => Promise<StatementResult>;
  /** Reads files that this engine wrote: the number of rows of each, and the first of them. */
  readonly readBack: (written: WrittenFiles, limit: number) => Promise<ReadBack>;
  /** Rows of files that this engine wrote, with their columns in the types of `schema` and in its order. */
  readonly written: (files: WrittenFiles) => Sql;
  /**
   * Makes rows into a file that a reader opens, in their order: a new one in a folder that may be written.
   *
   * @throws MR8906 where it cannot be done, by its kind alone: the engine's words could quote values
   */
  readonly keepApart: (
    query: Sql,
    file: { readonly path: string; readonly columns: number },
    signal: AbortSignal,
  ) => Promise<number>;
  /** Puts rows that stand in Parquet files under the name of a table, in the types given. */
  readonly keepFiles: (table: string, paths: readonly string[], schema: Schema) => Promise<void>;
  /** The files that stand under the name of a table, where `keepFiles` put them there. */
  readonly filesOf: (table: string) => readonly string[] | undefined;
  readonly dropTable: (table: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What an engine may use. */
export interface EngineLimits {
  /** Bytes. */
  readonly memory?: number;
  readonly threads?: number;
}

export interface EngineOptions {
  readonly limits: EngineLimits;
  /** Files that may be read; nothing else can be. */
  readonly readable: readonly string[];
  /** Folders that may be written. */
  readonly writable: readonly string[];
  /** A folder of the engine's own for what does not fit into memory; it makes and removes it. */
  readonly spillFolder: string;
  /** Bound values: parameters, `run_time`, `run_id`, as text, with their types. */
  readonly values: Readonly<Record<string, BoundValue>>;
  /** Keep the order of rows through stages; costs speed and memory. */
  readonly keepOrder: boolean;
}

export interface BoundValue {
  /** DuckDB type. */
  readonly type: string;
  readonly value: string | number | boolean | null;
}

export type CreateEngine = (options: EngineOptions) => Promise<Engine>;
