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
  /** Where a column is read under another name: the one that it has in files. */
  readonly renamedFrom?: string;
  /** Whether the document says so already. */
  readonly isDeclared?: boolean;
}

/** A decision, and the files that it was taken for, by name. */
export interface FileDecision extends Decision {
  readonly files: readonly string[];
}

/** What was decided alike for several files is one decision. */
export const gathered = (
  all: readonly { readonly file: string; readonly decisions: readonly Decision[] }[],
): readonly FileDecision[] => {
  const found = new Map<string, FileDecision>();
  for (const { file, decisions } of all)
    for (const decision of decisions) {
      const key = JSON.stringify(decision);
      found.set(key, { ...decision, files: [...(found.get(key)?.files ?? []), file] });
    }
  return [...found.values()];
};

/** A decision with its place in a run. */
export interface DecisionRecord extends FileDecision {
  readonly node: string;
}
