import type * as z from 'zod';
import type { ErrorCode } from '../base/errors/index.js';
import type { DataClasses, Guard } from './contract.js';
import type { Decision } from './decision.js';
import type { Cell, FolderLayout, Format, FormatOptions, SourceInfo, SourceRequest } from './engine.js';
import type { ColumnUse, TypeRef } from './expression.js';
import type { Schema } from './schema.js';
import type { SemanticTypes } from './semantic-type.js';
import type { Relation, Sql } from './sql.js';
import type { StorePath, WriteMode } from './storage.js';
import type { Leaving, Traced } from './trace.js';
import type { CodeAsked, TransformDeclaration } from './transform.js';

/** One term of an order that rows are known to have. */
export interface OrderTerm {
  readonly column: string;
  readonly direction: 'asc' | 'desc';
  readonly nulls: 'first' | 'last';
}

/** An input of a node, once its columns are known. */
export interface Input extends Relation {
  /** The order its rows come in, where there is one. */
  readonly order?: readonly OrderTerm[];
  /** Classes of its columns, where those who ask know of them. */
  readonly classes?: DataClasses;
}

/** What a node sees of the world when it is lowered: its config, its inputs, nothing else. */
export interface NodeContext<C> {
  readonly config: C;
  readonly inputs: readonly Input[];
  /** The first input. */
  readonly input: Input;
  /** Which of its outputs is asked for; `out` where there is one. */
  readonly output: string;
}

/** What a node sees of the world when its rows are traced. */
export interface TraceContext<C> extends NodeContext<C> {
  /** The input whose rows are looked for, by its number: its relation has `TRACED`, of which its schema does not tell. */
  readonly traced: number;
  /** Columns of the output. */
  readonly schema: Schema;
}

/** The output of a kind that has a single one. */
export const ONLY_OUTPUT = 'out';

const noInput: Input = { kind: 'relation', alias: '', name: '', schema: [] };

/** What a node sees, from its config and its inputs. */
export const nodeContext = <C>(
  config: C,
  inputs: readonly Input[],
  output: string = ONLY_OUTPUT,
): NodeContext<C> => ({ config, inputs, input: inputs[0] ?? noInput, output });

/** Something that the kind itself finds wrong; `path` leads into the config. */
export interface Finding {
  readonly code: ErrorCode;
  readonly message: string;
  readonly path?: readonly (string | number)[];
  /** What is wrong at the path: the value, or the key that leads to it. The value unless said. */
  readonly at?: 'key' | 'value';
  readonly severity?: 'error' | 'warning';
  readonly label?: string;
  readonly notes?: readonly string[];
  /** What to do, where that is not what is said of the code. */
  readonly mend?: string;
}

/** Where the columns of an output come from, and which columns decide about its rows. */
export interface Lineage {
  readonly columns: Readonly<Record<string, readonly ColumnUse[]>>;
  readonly rows: readonly ColumnUse[];
}

/** A small document that shows the kind at work; its tests run in the suite and it is printed in the reference. */
export interface Example {
  readonly document: string;
  /** Files that the document reads, by their path beside it. A `.parquet` or `.xlsx` file is made from the CSV text given. */
  readonly files?: Readonly<Record<string, string>>;
}

interface KindBase<S extends z.ZodType> {
  readonly kind: string;
  readonly summary: string;
  /** Reference text in Markdown: how it behaves, nulls, order, limits. */
  readonly description: string;
  readonly config: S;
  readonly example: Example;
}

/** A kind that reads files. */
export interface ReadDefinition<S extends z.ZodType> extends KindBase<S> {
  readonly family: 'read';
  /** Whether its SQL over some groups of a source, some files of a group, or some rows of a file gives just these rows. */
  readonly inParts?: boolean;
  paths(config: z.output<S>): readonly StorePath[];
  /** Where each file is read once: what becomes of one that was read and has other content since. */
  onlyNew?(config: z.output<S>): 'stop' | 'read' | undefined;
  source(config: z.output<S>): SourceRequest;
  /** Columns that tell where a record comes from, beside those that the files hold. */
  added?(config: z.output<S>, source: SourceInfo): Schema;
  /** What is wrong with the files that were found, as far as names of files and columns tell. */
  check?(config: z.output<S>, source: SourceInfo): readonly Finding[];
  /** SQL that reads the given columns of the files. */
  lower(context: {
    readonly config: z.output<S>;
    readonly source: SourceInfo;
    readonly columns: Schema;
  }): Sql;
}

/** Left out, without a partner in another input, or made into one with other rows. */
export type Loss = 'filtered' | 'unmatched' | 'merged';

/** What becomes of the rows of an input that is joined. */
export interface Paired {
  readonly partnered?: Loss;
  readonly alone?: Loss;
}

/** What was seen of the inputs of a node before a run, or why nothing was. */
export type Seen = { readonly row: readonly Cell[] } | { readonly why: string };

/** A config with what was decided in it. */
export interface Adapted<C> {
  readonly config: C;
  readonly decisions: readonly Decision[];
}

/** What a kind decides on evidence before it runs. Its columns are the same whatever is decided. */
export interface Adapts<C> {
  /** Bytes of files below which there is nothing worth deciding. */
  readonly from?: number;
  /** SQL over its inputs that gives one row of evidence; undefined where nothing depends on data. */
  measure(context: NodeContext<C>): Sql | undefined;
  /** Pure: from evidence to decision. */
  decide(context: NodeContext<C>, seen: Seen): Adapted<C>;
}

/** Of a kind whose rows a function of the author makes, in processes of its own. */
export interface RunsCode<C> {
  asks(config: C): CodeAsked;
  /** The config once the module was looked at; `isGuarded` where a contract takes the rows for which the function throws. */
  declared(config: C, declaration: TransformDeclaration, isGuarded: boolean): C;
  declaration(config: C): TransformDeclaration | undefined;
  /** Columns of the input that go through beside the function. */
  passing(context: NodeContext<C>): readonly string[];
}

/** A kind that makes rows from rows. */
export interface TransformDefinition<S extends z.ZodType> extends KindBase<S> {
  readonly family: 'transform';
  /** How many inputs it takes. */
  readonly inputs: { readonly min: number; readonly max: number };
  /** The names of its outputs, where it has several; readers name one: `node.output`. */
  outputs?(config: z.output<S>): readonly string[];
  /** What only this kind can know to be wrong; runs once the inputs and expressions are bound. */
  check?(context: NodeContext<z.output<S>>): readonly Finding[];
  /** What follows FROM when one of its expressions is bound alone. */
  after?(context: NodeContext<z.output<S>>): Sql | undefined;
  /** What it decides before a run, by what its inputs are like. */
  readonly adapts?: Adapts<z.output<S>>;
  /** Where its rows are made by a function of the author: `lower` then gives the rows that go into it. */
  readonly code?: RunsCode<z.output<S>>;
  /** Pure: rows to rows. */
  lower(context: NodeContext<z.output<S>>): Sql;
  /** Columns of the output, where they are known without asking the engine. */
  schema?(context: NodeContext<z.output<S>>): Schema;
  /** Column lineage; without it, columns keep their names and all expressions count. */
  lineage?(context: NodeContext<z.output<S>> & { readonly schema: Schema }): Lineage;
  /**
   * Output columns, each with the input column that it has unchanged, over which a filter may be held before this node
   * instead of after it: leaving out input rows by them leaves out the output rows made of these, and no others.
   */
  passes?(context: NodeContext<z.output<S>>): Readonly<Record<string, ColumnUse>>;
  /**
   * Whether it reads every row of its inputs, whatever they hold and whatever follows. Before a node that may leave
   * off early, the rows of a contract are kept, so that the contract sees each of them.
   */
  readonly readsAll?: boolean;
  /**
   * Whether rows that come in by these inputs, by their numbers, only add rows to the output, whatever other rows
   * there are: some of them can then go through alone. Not so unless said.
   */
  rowByRow?(config: z.output<S>, inputs: readonly number[]): boolean;
  /** What becomes of input rows that do not come out as rows; without it, each comes out, or rows are made anew. */
  loses?(config: z.output<S>): Loss | undefined;
  /** SQL that gives, in one row, for each of its two inputs how many rows it has, and how many with a partner in the other. */
  partners?(context: NodeContext<z.output<S>>): Sql | undefined;
  /** By input, what becomes of rows with a partner and of those without one; undefined where they come out. */
  pairs?(config: z.output<S>): readonly Paired[];
  /** For a contract: which rows the engine is to take out. */
  guard?(context: NodeContext<z.output<S>>): Guard;
  /**
   * Which rows of an input made which rows of the output; undefined for an input none of whose rows come into it. Without
   * it, what goes row by row is asked what it gives of rows that bear a mark, and of all else the columns that pass tell.
   */
  traces?(context: TraceContext<z.output<S>>): Traced | undefined;
  /** Why rows of an input do not come out. */
  leaves?(context: TraceContext<z.output<S>>): Leaving;
  /** Why the rows may differ from run to run, beside what its expressions are marked with. */
  chance?(context: NodeContext<z.output<S>>): string | undefined;
  /** The order of the output rows; none unless given. */
  order?(context: NodeContext<z.output<S>> & { readonly schema: Schema }): readonly OrderTerm[] | undefined;
}

/** What a writing node wants the engine to write. */
export interface Target {
  readonly path: StorePath;
  readonly mode: WriteMode;
  readonly format: Format;
  readonly options: FormatOptions;
  readonly extension: string;
  /** Where a folder of several files is asked for. */
  readonly folder?: FolderLayout;
}

/** A reading node, as a document would write it. */
export interface ReadingBack {
  readonly use: string;
  readonly with: Readonly<Record<string, unknown>>;
}

/** A kind that writes its input. */
export interface WriteDefinition<S extends z.ZodType> extends KindBase<S> {
  readonly family: 'write';
  target(config: z.output<S>): Target;
  /** How to read what is in the target already, where the rows depend on it: they are then the second input, if there are any. */
  before?(config: z.output<S>): ReadingBack | undefined;
  /** What it decides before a run, by what its input is like. */
  readonly adapts?: Adapts<z.output<S>>;
  /** The config under which it adds its rows to what is there, or merges them; undefined where that cannot be. */
  adding?(config: z.output<S>): z.output<S> | undefined;
  /** Labels of `mergeCounts`, where its rows are merged by a key and counted so. */
  counts?(config: z.output<S>): readonly string[];
  check?(context: NodeContext<z.output<S>>): readonly Finding[];
  /** The rows as they are written: their order, or types that the format has. Undefined for the input as it is. */
  lower?(context: NodeContext<z.output<S>>): Sql | undefined;
}

/** What a check found: one line a rule. */
export interface CheckResult {
  readonly rule: string;
  readonly passed: boolean;
  /** What was measured, in a sentence: `12 rows, at least 50 are asked for`. */
  readonly message: string;
  /** For a rule of rows: the columns that it speaks of, how many rows break it, and values that do, masked. */
  readonly columns?: readonly string[];
  readonly rows?: number;
  readonly examples?: readonly string[];
}

/** Another node that a node refers to, and where it does: `path` leads into what refers. */
export interface Referred {
  readonly node: string;
  readonly path: readonly (string | number)[];
}

/** A kind that measures its input and may stop the publish. */
export interface CheckDefinition<S extends z.ZodType> extends KindBase<S> {
  readonly family: 'check';
  severity(config: z.output<S>): 'error' | 'warn';
  /** The config once it is known which of the types in it are semantic ones. */
  understand?(config: z.output<S>, types: SemanticTypes): z.output<S>;
  /** Nodes that it reads beside its input; they are its further inputs. */
  refers?(config: z.output<S>): readonly Referred[];
  /** Types that it wants columns to have: they are cast before, and what was there stands beside them. */
  casts?(config: z.output<S>): Readonly<Record<string, TypeRef>>;
  /** Columns that it reads beside those that its config names as such. */
  uses?(context: NodeContext<z.output<S>>): readonly ColumnUse[];
  check?(context: NodeContext<z.output<S>>): readonly Finding[];
  /** SQL that gives one row of measures. */
  lower(context: NodeContext<z.output<S>>): Sql;
  /**
   * Holds the measures, by column name, against the config.
   *
   * @param classified columns of the input whose values are not to be shown, in small letters
   */
  judge(
    config: z.output<S>,
    measures: Readonly<Record<string, Cell>>,
    classified?: ReadonlySet<string>,
  ): readonly CheckResult[];
}

/** A node kind as one value; from it come checks, plans, schema, reference and lint. */
export type NodeDefinition<S extends z.ZodType> =
  | ReadDefinition<S>
  | TransformDefinition<S>
  | WriteDefinition<S>
  | CheckDefinition<S>;

/** A kind whose config type is no longer known; its functions take what its own `config` schema gave. */
export type NodeKind = NodeDefinition<z.ZodType>;

/**
 * Declares a node kind.
 *
 * @example
 * defineNode({
 *   kind: 'filter', family: 'transform', config: z.strictObject({ where: sqlBoolean() }), inputs: { min: 1, max: 1 },
 *   lower: ({ config, input }) => sql`select * from ${input} where ${config.where}`, …
 * })
 */
export const defineNode = <S extends z.ZodType, K extends NodeDefinition<S>>(
  definition: K & NodeDefinition<S> & { readonly config: S },
): K & { readonly config: S } => definition;

/** The kinds that a run knows, by name. */
export interface NodeRegistry {
  readonly kinds: readonly NodeKind[];
  readonly find: (kind: string) => NodeKind | undefined;
}

/** A registry of kinds; a kind that is named twice is a fault of the caller. */
export const createRegistry = (kinds: readonly NodeKind[]): NodeRegistry => {
  const byName = new Map(kinds.map((kind) => [kind.kind, kind]));
  if (byName.size !== kinds.length) throw new Error('a node kind is registered twice');
  return { kinds, find: (kind) => byName.get(kind) };
};
