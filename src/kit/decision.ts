/** What follows from a mismatch between what a node expects and what its input is. */
export type DecisionAction = 'proceed' | 'adapt' | 'quarantine' | 'stop';

export type PinValue =
  | string
  | number
  | boolean
  | readonly PinValue[]
  | { readonly [key: string]: PinValue | undefined };

/** Options of a node, by name. */
export type Pin = Readonly<Record<string, PinValue>>;

/** One thing that was decided about an input before a run, on evidence. */
export interface Decision {
  /** What it is about: `encoding`, `delimiter`, `header`, `dates` … */
  readonly about: string;
  /** Where it concerns one column. */
  readonly column?: string;
  readonly action: DecisionAction;
  /** What was decided, in a few words. */
  readonly chosen: string;
  /** What in the data tells so. */
  readonly evidence: string;
  /** What else it could have been. */
  readonly alternatives: readonly string[];
  /** What to write under `with` to settle it in the document, which then decides, and nothing is left to. */
  readonly pin?: Pin;
  /** What to write under `contract` to the same end, by its place there. */
  readonly contractPin?: { readonly path: readonly string[]; readonly value: PinValue };
  /** Whether the document says so already. */
  readonly isDeclared?: boolean;
}

/** A decision with its place in a run. */
export interface DecisionRecord extends Decision {
  readonly node: string;
  /** The files that it was taken for, by name. */
  readonly files: readonly string[];
}
