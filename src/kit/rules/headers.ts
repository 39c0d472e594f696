import type { Decision } from '../decision.js';

/** A column of a contract, with other names that files may have for it. */
export interface NamedColumn {
  readonly name: string;
  readonly aliases: readonly string[];
}

/** A column of a file that is read under the name of a contract's column. */
export interface Renamed {
  /** As the file has it. */
  readonly from: string;
  readonly to: string;
  /** The alias that it goes by; absent where only the spelling differs. */
  readonly alias?: string;
}

/** Columns of a file of which each may be the one that a contract names. */
export interface NameClash {
  readonly to: string;
  readonly candidates: readonly string[];
}

/** Which columns of a file are those that a contract names. */
export interface HeaderMatch {
  readonly renamed: readonly Renamed[];
  readonly clashes: readonly NameClash[];
}

/**
 * A name without what people spell in many ways: case, blanks, and the marks that join words. Signs that mean something,
 * such as `%` and `#`, stay: `Price %` is not `price`. Words stay apart, so that `q1_1` is not `q11`.
 */
export const foldedName = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-.:/\u2010-\u2015]+/g, '_')
    .replace(/^_|_$/g, '');

const lower = (name: string): string => name.toLowerCase();

interface Match extends Renamed {
  readonly isOwn: boolean;
}

const matchesOf = (
  { name: to, aliases }: NamedColumn,
  names: readonly string[],
  taken: ReadonlySet<string>,
): readonly Match[] =>
  names.flatMap((from): readonly Match[] => {
    if (lower(from) === lower(to)) return [{ from, to, isOwn: true }];
    const folded = foldedName(from);
    if (folded === '' || taken.has(lower(from))) return [];
    const exact = aliases.find((other) => lower(other) === lower(from));
    if (exact === undefined && folded === foldedName(to)) return [{ from, to, isOwn: false }];
    const alias = exact ?? aliases.find((other) => foldedName(other) === folded);
    return alias === undefined ? [] : [{ from, to, alias, isOwn: false }];
  });

/** Contract columns that one and the same column of a file may be. */
const sharedFrom = (matches: readonly Match[]): readonly NameClash[] =>
  matches.flatMap(({ from, to }, index) =>
    matches.findIndex((other) => other.from === from) < index ? [{ to, candidates: [from] }] : [],
  );

/** Names that differ in case are the same to SQL: reading one as the other is nothing to decide. */
export const isRenaming = ({ from, to }: Renamed): boolean => lower(from) !== lower(to);

/** That a column is read under the contract's name; an alias is declared, another spelling can be. */
export const renamingDecision = ({ from, to, alias }: Renamed): Decision => ({
  about: 'names',
  column: to,
  action: 'adapt',
  chosen: `"${from}" is read as "${to}"`,
  renamedFrom: from,
  evidence:
    alias === undefined
      ? 'the contract has this name, but for case, blanks and punctuation'
      : 'the contract lists it among its aliases',
  alternatives: [`"${to}" is missing, and "${from}" is another column`],
  ...(alias === undefined
    ? { contractPin: { path: ['columns', to, 'aliases'], value: [from] } }
    : { isDeclared: true }),
});

/**
 * Finds the columns of a contract among those of a file: by name without regard to case, by spelling, by alias. A column
 * that has the very name of one is never taken for another.
 */
export const matchHeaders = (names: readonly string[], columns: readonly NamedColumn[]): HeaderMatch => {
  const taken = new Set(columns.map(({ name }) => lower(name)));
  const all = columns.map((column) => matchesOf(column, names, taken));
  const single = all
    .flatMap((matches) => (matches.length === 1 ? matches : []))
    .filter(({ from, to }) => from !== to);
  return {
    renamed: single.map(({ isOwn: _, ...renamed }) => renamed),
    clashes: [
      ...all.flatMap((matches) =>
        matches.length > 1 && matches[0]
          ? [{ to: matches[0].to, candidates: matches.map(({ from }) => from) }]
          : [],
      ),
      ...sharedFrom(single),
    ],
  };
};
