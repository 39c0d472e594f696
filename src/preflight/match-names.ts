import { own } from '../base/own.js';
import {
  type Decision,
  foldedName,
  isRenaming,
  matchHeaders,
  type NameClash,
  renamingDecision,
} from '../kit/index.js';
import type { TextLook } from './text/look.js';

/** The names that a contract has for columns, and what else files may call them. */
export interface ContractNames {
  readonly columns: readonly string[];
  readonly aliases: Readonly<Record<string, readonly string[]>>;
}

const listed = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(' and ');

const clashDecision = ({ to, candidates }: NameClash): Decision => ({
  about: 'names',
  column: to,
  action: 'stop',
  chosen: 'nothing',
  evidence:
    candidates.length > 1
      ? `${listed(candidates)} could each be it`
      : `${listed(candidates)} could be it, and another column of the contract`,
  alternatives: candidates.map((name) => `"${name}"`),
});

/** The type that a contract asks for of a column which a file calls like this. */
export const askedType = (
  name: string,
  expected: ContractNames & { readonly types: Readonly<Record<string, string>> },
): string | undefined => {
  const folded = foldedName(name);
  const column = Object.keys(expected.types).find((name) =>
    [name, ...(own(expected.aliases, name) ?? [])].some((known) => foldedName(known) === folded),
  );
  return column === undefined ? undefined : expected.types[column];
};

const renamedKeys = <T>(
  record: Readonly<Record<string, T>>,
  rename: (name: string) => string,
): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [rename(key), value]));

/**
 * A file's columns under the names that a contract has for them: those that it lists as aliases, and names that are
 * the same but for case, blanks and punctuation. Columns that have their names already stay, and each change is a decision.
 */
export const matchNames = (look: TextLook, expected: ContractNames): TextLook => {
  const columns = expected.columns.map((name) => ({ name, aliases: own(expected.aliases, name) ?? [] }));
  const { renamed, clashes } = matchHeaders(look.names, columns);
  if (renamed.length + clashes.length === 0 || look.layout.headers === 0) return look;
  const rename = (name: string): string => renamed.find(({ from }) => from === name)?.to ?? name;
  return {
    ...look,
    names: look.names.map(rename),
    formats: renamedKeys(look.formats, rename),
    renamed: true,
    decisions: [
      ...look.decisions.map((decision) =>
        decision.column === undefined ? decision : { ...decision, column: rename(decision.column) },
      ),
      ...renamed.filter(isRenaming).map(renamingDecision),
      ...clashes.map(clashDecision),
    ],
  };
};
