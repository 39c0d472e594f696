import type { BoundValue } from './engine.js';
import type { Schema } from './schema.js';
import type { Sql } from './sql.js';

/**
 * Cells of a row in JavaScript, by the types that a transform may read and write. JavaScript has no infinite date or
 * timestamp: a row with one in a column that is read is set aside like one for which the function threw, without being
 * asked; to an `aggregate` such a value is null.
 */
export interface CellOf {
  readonly boolean: boolean;
  readonly integer: number;
  readonly bigint: bigint;
  readonly double: number;
  readonly varchar: string;
  /** Days since 1970-01-01. */
  readonly date: number;
  /** Microseconds since 1970-01-01 00:00:00 UTC. */
  readonly timestamp: bigint;
}

/** A type of a column, as documents write it. */
export type TransformType = keyof CellOf;

/** The engine's names of these types. */
export const TRANSFORM_TYPES: Readonly<Record<TransformType, string>> = {
  boolean: 'BOOLEAN',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  double: 'DOUBLE',
  varchar: 'VARCHAR',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
};

/** Columns by name, with their types. */
export type TransformColumns = Readonly<Record<string, TransformType>>;

interface ValuesOf {
  readonly boolean: Uint8Array;
  readonly integer: Int32Array;
  readonly bigint: BigInt64Array;
  readonly double: Float64Array;
  readonly varchar: readonly (string | null)[];
  readonly date: Int32Array;
  readonly timestamp: BigInt64Array;
}

/**
 * A column of a batch. `values` has a place for each row; where `isNull` holds, what stands there means nothing (text
 * has `null` there).
 */
export interface BatchColumn<T extends TransformType = TransformType> {
  readonly values: ValuesOf[T];
  readonly hasNulls: boolean;
  readonly isNull: (row: number) => boolean;
}

/** The columns that a transform reads, for the rows of one batch. */
export type Batch<R extends TransformColumns> = { readonly [K in keyof R]: BatchColumn<R[K]> };

/** Values of a column, one a row: a typed array, or a list in which null may stand. */
export type Values<T extends TransformType> = ArrayLike<CellOf[T] | null>;

/** The columns that a transform writes. */
export type Written<W extends TransformColumns> = { readonly [K in keyof W]: Values<W[K]> };

/** A row of given columns. */
export type TransformRow<C extends TransformColumns> = { readonly [K in keyof C]: CellOf[C[K]] | null };

interface Declared<R, W> {
  /** Columns of the input that leave the engine: no other does. */
  readonly reads: R;
  /** Columns that it gives, in place of those of the same name; the others stay as they are. */
  readonly writes: W;
}

/** A row comes out for each that goes in. */
export interface MapTransform<R extends TransformColumns, W extends TransformColumns> extends Declared<R, W> {
  readonly map: (batch: Batch<R>, rows: number) => Written<W>;
}

/** The same by single rows: easier to write, and slower, since an object is made for each row. */
export interface RowTransform<R extends TransformColumns, W extends TransformColumns> extends Declared<R, W> {
  readonly mapRow: (row: TransformRow<R>) => TransformRow<W>;
}

/** Rows for which it gives false do not come out. */
export interface FilterTransform<R extends TransformColumns> {
  readonly reads: R;
  readonly writes?: Readonly<Record<string, never>>;
  readonly filter: (batch: Batch<R>, rows: number) => ArrayLike<boolean | number>;
}

/** Any number of rows come out for each that goes in: `from` names, for each of them, the row of the batch it is of. */
export interface FlatMapTransform<R extends TransformColumns, W extends TransformColumns>
  extends Declared<R, W> {
  readonly flatMap: (
    batch: Batch<R>,
    rows: number,
  ) => { readonly from: ArrayLike<number>; readonly columns: Written<W> };
}

/** Rows of a key come together and in order, with a state that is kept from batch to batch of that key. */
export interface PartitionedTransform<R extends TransformColumns, W extends TransformColumns, S>
  extends Declared<R, W> {
  readonly partitioned: {
    /** Columns of the key. */
    readonly by: readonly (keyof R & string)[];
    /** Columns by whose values rows come, the least first; rows alike in these come by the others that are read. */
    readonly order: readonly (keyof R & string)[];
    readonly start: () => S;
    readonly map: (batch: Batch<R>, rows: number, state: S) => Written<W>;
  };
}

/** One row comes out for each key: the columns of the key, and those written. */
export interface AggregateTransform<R extends TransformColumns, W extends TransformColumns, S>
  extends Declared<R, W> {
  readonly aggregate: {
    /** Columns of the key; without any, one row comes out. */
    readonly by: readonly (keyof R & string)[];
    readonly init: () => S;
    readonly update: (state: S, batch: Batch<R>, rows: number) => S;
    /** Of two states of rows of the same key. */
    readonly merge: (a: S, b: S) => S;
    readonly finish: (state: S) => TransformRow<W>;
  };
}

/** What a module gives to a `code` node. */
export type Transform<
  R extends TransformColumns = TransformColumns,
  W extends TransformColumns = TransformColumns,
  S = unknown,
> =
  | MapTransform<R, W>
  | RowTransform<R, W>
  | FilterTransform<R>
  | FlatMapTransform<R, W>
  | PartitionedTransform<R, W, S>
  | AggregateTransform<R, W, S>;

/**
 * Declares the function of a `code` node: the columns that it reads and writes, and one of `map`, `mapRow`, `filter`,
 * `flatMap`, `partitioned` or `aggregate`. The types of the batch follow from the columns.
 *
 * Functions are pure: the same rows give the same result, in batches of any size and in any process. They run beside
 * the engine, in processes of their own, which see no environment.
 *
 * @example
 * export default defineTransform({
 *   reads: { unit_price: 'double', quantity: 'integer' },
 *   writes: { amount: 'double' },
 *   map: ({ unit_price, quantity }, rows) => {
 *     const amount = new Float64Array(rows);
 *     for (let row = 0; row < rows; row += 1)
 *       amount[row] = (unit_price.values[row] ?? 0) * (quantity.values[row] ?? 0);
 *     return { amount };
 *   },
 * });
 */
export const defineTransform: {
  <const R extends TransformColumns, const W extends TransformColumns>(
    transform: MapTransform<R, W>,
  ): MapTransform<R, W>;
  <const R extends TransformColumns, const W extends TransformColumns>(
    transform: RowTransform<R, W>,
  ): RowTransform<R, W>;
  <const R extends TransformColumns>(transform: FilterTransform<R>): FilterTransform<R>;
  <const R extends TransformColumns, const W extends TransformColumns>(
    transform: FlatMapTransform<R, W>,
  ): FlatMapTransform<R, W>;
  <const R extends TransformColumns, const W extends TransformColumns, S>(
    transform: PartitionedTransform<R, W, S>,
  ): PartitionedTransform<R, W, S>;
  <const R extends TransformColumns, const W extends TransformColumns, S>(
    transform: AggregateTransform<R, W, S>,
  ): AggregateTransform<R, W, S>;
} = <T>(transform: T): T => transform;

/** How the rows that come out of a transform belong to those that go in. */
export type TransformShape = 'map' | 'filter' | 'flatMap' | 'partitioned' | 'aggregate';

/** What a transform says of itself, without its functions. */
export interface TransformDeclaration {
  readonly shape: TransformShape;
  /** Whether it is called for single rows. */
  readonly isRowWise: boolean;
  readonly reads: TransformColumns;
  readonly writes: TransformColumns;
  /** Columns of the key, of `partitioned` and `aggregate`. */
  readonly by: readonly string[];
  /** Columns by which rows of a key come, of `partitioned`. */
  readonly order: readonly string[];
  /** What tells its module from one with other content, where that is known. */
  readonly fingerprint?: string;
}

/** Whether rows come to it by their key and in order; all of them are of one key where `by` names none. */
export const isByKey = ({ shape }: Pick<TransformDeclaration, 'shape'>): boolean =>
  shape === 'partitioned' || shape === 'aggregate';

/** Where the function of a node is. */
export interface TransformModule {
  /** Absolute. */
  readonly path: string;
  /** As the document has it. */
  readonly shown: string;
  readonly exportName: string;
  /** Names of the environment that it sees, with their values. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What a `code` node asks for. */
export interface CodeAsked {
  /** The module, as the document has it. */
  readonly module: string;
  readonly exportName: string;
  /** Names of the environment that it is to see. */
  readonly environment: readonly string[];
  /** Seconds that a batch may take. */
  readonly seconds: number;
  /** Bytes of memory that a process may take. */
  readonly memory: number;
}

/** What the engine of a process may use: the same for all partitions of a node, so that it starts once. */
export interface CodeEngine {
  /** Bytes of memory. */
  readonly memory: number;
  /** Files that may be read. */
  readonly readable: readonly string[];
  /** The folder of the stage: what is below it may be read and written. */
  readonly folder: string;
  /** Where processes put what does not fit into memory, each into a folder of its own. */
  readonly spillFolder: string;
}

/** Rows that stand in Parquet files, under the name by which SQL reads them. */
export interface KeptFiles {
  readonly name: string;
  readonly files: readonly string[];
  readonly schema: Schema;
}

/** Bytes of a file that SQL reads from a named pipe, as if they were a file of their own. */
export interface PipedSlice {
  /** The path that SQL reads; the process makes the pipe where there is none. */
  readonly pipe: string;
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

/** A partition of a node's rows, for a process to put through its function. */
export interface CodeRequest {
  readonly module: TransformModule;
  readonly declaration: TransformDeclaration;
  readonly engine: CodeEngine;
  /** SQL that gives the rows. */
  readonly rows: Sql;
  /** Values for its parameters. */
  readonly values: Readonly<Record<string, BoundValue>>;
  /** What it reads beside the files that it names. */
  readonly tables: readonly KeptFiles[];
  /** What of it comes through a pipe. */
  readonly slice?: PipedSlice;
  /** The Parquet file that is to hold the result. */
  readonly output: string;
  /** Of an aggregate, where the rows are some of those of one key: the file that is to hold their state, in place of a result. */
  readonly stateFile?: string;
  /** Columns of the rows that go through beside the function. */
  readonly passing: readonly string[];
}

/** States of the rows of one key, for a process to make its row of. */
export interface MergeRequest extends Pick<CodeRequest, 'module' | 'declaration' | 'engine' | 'output'> {
  /** Files that hold them, in the order of the rows. */
  readonly states: readonly string[];
}

/** A row for which a function threw. */
export interface CodeFault {
  readonly text: string;
  /** The cells of the columns that it reads. */
  readonly row: Readonly<Record<string, unknown>>;
}

/** What came of a partition. */
export interface CodeDone {
  readonly rows: number;
  /** Rows for which the function threw. */
  readonly faults: number;
  /** The first of them. */
  readonly examples: readonly CodeFault[];
}

/** The same, and how long its process took: without starting it, and without waiting for one that was free. */
export interface CodeReply extends CodeDone {
  readonly seconds: number;
}

/** The column of a result that says what a function threw for a row. No column of a file is called like this. */
export const FAULT = 'thrown ⟨as written⟩';

/** What quarantine calls what a function threw. */
export const THROWN = 'error';
