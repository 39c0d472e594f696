import { literal, type Sql, sql } from '../../kit/index.js';

/** Whether the whole text matches a regular expression (RE2). */
export const matches = (value: Sql, pattern: string): Sql =>
  sql`regexp_full_match(${value}, ${literal(pattern)})`;

/** Part of a text, by a group of a regular expression; empty where there is none. */
export const group = (value: Sql, pattern: string, index = 1): Sql =>
  sql`regexp_extract(${value}, ${literal(pattern)}, ${literal(index)})`;
