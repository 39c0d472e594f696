import { didYouMean, listed } from '../../base/diagnostics/suggest.js';
import { columnNames, type Finding, type Input } from '../../kit/index.js';

type Path = readonly (string | number)[];

/** A name that a node gives to a column, with its place in the config. */
export interface GivenName {
  readonly name: string;
  readonly path: Path;
  /** Where the name is written; the value at the path unless said. */
  readonly at?: 'key' | 'value';
}

const placeOf = ({ path, at }: GivenName): Pick<Finding, 'path' | 'at'> => ({ path, ...(at ? { at } : {}) });

/** A column that the input does not have. */
export const unknownColumn = (given: GivenName, input: Input): Finding => {
  const { name } = given;
  const known = columnNames(input.schema);
  const label = didYouMean(name, known);
  return {
    code: 'MR2104',
    message: `unknown column "${name}"`,
    ...placeOf(given),
    notes: [`input "${input.alias}" has: ${listed(known)}`],
    ...(label ? { label } : {}),
  };
};

/** One finding for each name that was given before, without regard to case. */
export const duplicates = (names: readonly GivenName[]): readonly Finding[] => {
  const seen = new Map<string, string>();
  return names.flatMap((given): readonly Finding[] => {
    const { name } = given;
    const first = seen.get(name.toLowerCase());
    if (first === undefined) {
      seen.set(name.toLowerCase(), name);
      return [];
    }
    const message =
      first === name
        ? `column "${name}" is named twice`
        : `columns "${first}" and "${name}" differ only in case`;
    return [{ code: 'MR2114', message, ...placeOf(given) }];
  });
};

/** The keys of a mapping as names, with their places under a key of the config. */
export const keysOf = (record: Readonly<Record<string, unknown>>, key: string): readonly GivenName[] =>
  Object.keys(record).map((name) => ({ name, path: [key, name], at: 'key' }));
