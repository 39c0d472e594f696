/** The column that holds the text of a column which a contract casts. No column of a file is called like this. */
export const writtenAs = (column: string): string => `${column} ⟨as written⟩`;

const WRITTEN = writtenAs('');

export const isWrittenAs = (column: string): boolean => column.endsWith(WRITTEN);
