import type { NodeKind } from '../../kit/index.js';

/** Kinds of the language that are designed and not built. */
export const notBuiltKinds: ReadonlySet<string> = new Set(
  `read_postgres read_dataset sessionize resample reconcile split write_postgres`.split(' '),
);

/** By family: what is an option of writing may be a slip of the pen elsewhere. */
const options: Readonly<Record<NodeKind['family'], ReadonlySet<string>>> = {
  read: new Set(['dataset']),
  transform: new Set(),
  write: new Set(['dataset', 'track']),
  check: new Set(),
};

const modes = new Set(['scd2']);

/** What in a node's `with` is designed and not built; undefined for anything else. */
export const notBuiltIn = (
  config: Readonly<Record<string, unknown>>,
  family: NodeKind['family'],
  known: ReadonlySet<string>,
): readonly NotBuiltOption[] =>
  Object.entries(config).flatMap(([key, value]) => {
    if (options[family].has(key) && !known.has(key)) return [{ key, what: `the option "${key}"` }];
    return key === 'mode' && modes.has(String(value)) ? [{ key, what: `the mode "${String(value)}"` }] : [];
  });

export interface NotBuiltOption {
  readonly key: string;
  readonly what: string;
}
