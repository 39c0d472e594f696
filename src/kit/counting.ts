import type { Schema } from './schema.js';
import { identifier, keyword, literal, type Relation, type Sql, sql } from './sql.js';

/** Types whose hash takes least time. */
const SHORT = /^(BOOLEAN|U?(TINY|SMALL|BIG)?INT(EGER)?|DATE|TIMESTAMP.*|DOUBLE|FLOAT|DECIMAL.*)$/;

/** True of every row, in a way that the engine does not see; of a column this costs a tenth of what `random()` does. */
const everyRow = (schema: Schema): Sql => {
  const column = schema.find(({ type }) => SHORT.test(type)) ?? schema[0];
  return column ? sql`hash(${identifier(column.name)}) >= 0` : keyword('random() < 2');
};

/** How the engine's analysis of a statement shows where rows are counted. */
export const countMark = (label: string): string => `count of ${label} `;

/**
 * Rows as they are, which the engine counts under `label` as they go by. The condition holds always; that it could fail
 * by chance keeps the engine from moving it or others across the place, and so does `offset 0`.
 *
 * @param rows rows, in brackets, or a relation
 */
export const counted = (label: string, rows: Relation | Sql, schema: Schema): Sql =>
  sql`select * from ${rows} where case when ${everyRow(schema)} then true else random() < 2 or error(${literal(countMark(label))}) end offset 0`;

/** What a writing node that merges has counted: its input, the target before, and of it the rows that stay, and the rows that are new. */
export const mergeCounts = {
  in: 'merge in',
  before: 'merge before',
  kept: 'merge kept',
  added: 'merge added',
} as const;
