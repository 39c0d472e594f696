import type { Decision } from '../kit/index.js';
import type { TextLook } from './text/look.js';

/** The names that a contract has for columns, and what else files may call them. */
export interface ContractNames {
  readonly columns: readonly string[];
  readonly aliases: Readonly<Record<string, readonly string[]>>;
}

/** `Order ID`, `order-id` and ` order_id ` are one name but for how it is written. */
const simple = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** A column of the file that stands for one of the contract. */
interface Match {
  readonly column: string;
  readonly found: readonly string[];
  readonly isAlias: boolean;
}

const matchOf = (column: string, aliases: readonly string[], names: readonly string[]): Match => {
  const called = names.filter((name) => aliases.some((alias) => isSame(alias, name)));
  const found = called.length > 0 ? called : names.filter((name) => simple(name) === simple(column));
  return { column, found, isAlias: called.length > 0 };
};

const listed = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(' and ');

const decisionOf = ({ column, found, isAlias }: Match): Decision => {
  const [name = ''] = found;
  if (found.length > 1)
    return {
      about: 'names',
      column,
      action: 'stop',
      chosen: 'nothing',
      evidence: `${listed(found)} could each be it`,
      alternatives: found.map((other) => `"${other}"`),
    };
  return {
    about: 'names',
    column,
    action: 'adapt',
    chosen: `"${name}" is read as "${column}"`,
    evidence: isAlias
      ? 'the contract lists it among its aliases'
      : 'the contract has this name, but for case, blanks and punctuation',
    alternatives: [`"${column}" is missing, and "${name}" is another column`],
  };
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
export const matchNames = (look: TextLook, { columns, aliases }: ContractNames): TextLook => {
  const free = look.names.filter((name) => !columns.some((column) => isSame(column, name)));
  const matches = columns
    .filter((column) => !look.names.some((name) => isSame(name, column)))
    .map((column) => matchOf(column, aliases[column] ?? [], free))
    .filter(({ found }) => found.length > 0);
  if (matches.length === 0 || look.layout.headers === 0) return look;
  const rename = (name: string): string =>
    matches.find(({ found }) => found.length === 1 && found[0] === name)?.column ?? name;
  return {
    ...look,
    names: look.names.map(rename),
    formats: renamedKeys(look.formats, rename),
    renamed: true,
    decisions: [
      ...look.decisions.map((decision) =>
        decision.column === undefined ? decision : { ...decision, column: rename(decision.column) },
      ),
      ...matches.map(decisionOf),
    ],
  };
};
