import { identifier, joined, type SemanticType, type Sql, sql } from '../kit/index.js';

/** Share of the values of a column, 0 to 1, for which the check of each type holds, by the name of the type. */
export type Shares = Readonly<Record<string, number>>;

/** A type that a column may have, and why. */
export interface Detected {
  readonly type: SemanticType;
  readonly share: number;
  /** Whether the name of the column speaks for the type. */
  readonly isNamed: boolean;
  /** In a few words: `99.5% of the values, and the name of the column`. */
  readonly evidence: string;
}

/** Below this share a column holds something else, or two things at once. */
const LEAST = 0.95;

const NUMBER = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/;

/** The types that a column of an engine type under a name can have, before its values are looked at. */
export const candidatesFor = (
  types: readonly SemanticType[],
  column: { readonly name: string; readonly type: string },
): readonly SemanticType[] =>
  types.filter(
    ({ names, needsName, isNumeric }) =>
      (column.type === 'VARCHAR' || (isNumeric && NUMBER.test(column.type) && names.test(column.name))) &&
      (!needsName || names.test(column.name)),
  );

/** A query of one row: for each candidate, by its name, the share of values that are of it; null where there are no values. */
export const sharesSql = (types: readonly SemanticType[], column: string, from: Sql): Sql => {
  const value = sql`value`;
  const shares = types.map((type) => sql`avg((${type.check(value)})::integer) as ${identifier(type.name)}`);
  return sql`select ${joined([sql`count(*) as "values"`, ...shares])} from (select ${identifier(column)}::varchar as value from ${from}) where value is not null`;
};

const evidenceOf = (share: number, isNamed: boolean): string => {
  const values = `${(share * 100).toFixed(1).replace('.0', '')}% of the values`;
  return isNamed ? `${values}, and the name of the column` : values;
};

/**
 * The types that a column seems to have, the most likely first: those that its name speaks for, then the more specific, then those
 * of more values.
 */
export const detect = (
  types: readonly SemanticType[],
  column: { readonly name: string; readonly type: string },
  shares: Shares,
): readonly Detected[] =>
  candidatesFor(types, column)
    .map((type) => ({ type, share: shares[type.name] ?? 0, isNamed: type.names.test(column.name) }))
    .filter(({ share }) => share >= LEAST)
    .map((found) => ({ ...found, evidence: evidenceOf(found.share, found.isNamed) }))
    .sort(
      (a, b) =>
        Number(b.isNamed) - Number(a.isNamed) || b.type.specificity - a.type.specificity || b.share - a.share,
    );
