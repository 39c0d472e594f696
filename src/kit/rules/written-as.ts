import type { Relation } from '../sql.js';

/** The column that holds the text of a column which a contract casts. No column of a file is called like this. */
export const writtenAs = (column: string): string => `${column} ⟨as written⟩`;

/**
 * The column that holds the text as its file has it, where that is not how the engine writes such a value: `31.12.2024`,
 * which is `2024-12-31` in the column {@link writtenAs}.
 */
export const foundAs = (column: string): string => `${column} ⟨as found⟩`;

/** The column that holds a new column which the contract sets aside: it goes to quarantine with a row, and nowhere else. */
export const asideAs = (column: string): string => `${column} ⟨set aside⟩`;

const ASIDE = asideAs('');

/** The column that was set aside under a name. */
export const setAside = (column: string): string | undefined =>
  column.endsWith(ASIDE) ? column.slice(0, -ASIDE.length) : undefined;

const BESIDES = [writtenAs(''), foundAs(''), ASIDE];

/** Whether a column stands beside another, and does not go on with it. */
export const isBeside = (column: string): boolean => BESIDES.some((ending) => column.endsWith(ending));

/** The columns of a relation that a document can know of, for its messages. */
export const shownNames = ({ schema, hidden = [] }: Pick<Relation, 'schema' | 'hidden'>): readonly string[] =>
  schema.flatMap(({ name }) => (isBeside(name) || hidden.includes(name) ? [] : [name]));
