import type { Adapt } from '../adapt.js';
import type { ParamType } from '../params.js';
import type { Schedule } from '../schedule/schema.js';
import type { Trigger } from '../trigger/schema.js';

/** A scalar that the document keeps as text; a number is written as JavaScript writes it. */
export type ScalarInput = string | number | boolean | bigint;

/** What a schema takes as text may be written as a number, as in YAML. */
export type Written<T> = T extends string
  ? string extends T
    ? ScalarInput
    : T
  : T extends readonly (infer Item)[]
    ? readonly Written<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Written<T[Key]> }
      : T;

/** One parameter as the builder takes it. */
export interface ParamInput {
  readonly type: ParamType;
  readonly description?: string;
  readonly default?: ScalarInput;
  readonly min?: ScalarInput;
  readonly max?: ScalarInput;
  readonly one_of?: readonly ScalarInput[];
}

/** A cell of a test row. */
export type CellInput = ScalarInput | null | readonly CellInput[] | { readonly [key: string]: CellInput };

export type RowInput = Readonly<Record<string, CellInput>>;

/** One test; `Names` are the nodes that the pipeline has. */
export interface TestInput<Names extends string> {
  readonly name: string;
  readonly params?: Readonly<Record<string, ScalarInput>>;
  readonly as_of?: string;
  readonly given: { readonly [Name in Names]?: readonly RowInput[] };
  readonly expect: { readonly [Name in Names]?: readonly RowInput[] };
}

/** What a node has beside its settings: the same keys as in YAML. `Contract` is what may stand under `contract`. */
export interface NodeInput<Contract> {
  readonly description?: string;
  /** What the rows promise, or the path of a file that says so. */
  readonly contract?: Contract | string;
  readonly adapt?: Adapt;
}

/** What stands at the head of a pipeline. */
export interface HeadInput {
  readonly adapt?: Adapt;
  readonly description?: string;
  readonly owner?: string;
  readonly schedule?: Schedule;
  readonly trigger?: Trigger;
  readonly tags?: readonly ScalarInput[];
}

/** A node that was added before, or a port of it: `flights`, `flights.quarantined`. */
export type NodeRef<Names extends string> = Names | `${Names}.${string}`;

/** What a node reads: a node, a list of nodes, or `alias: node`. */
export type FromInput<Names extends string> =
  | NodeRef<Names>
  | readonly NodeRef<Names>[]
  | Readonly<Record<string, NodeRef<Names>>>;

/** A kind's config; it may be left out where nothing in it is required. */
export type ConfigInput<Config> = Config | (Record<never, never> extends Config ? undefined : never);
