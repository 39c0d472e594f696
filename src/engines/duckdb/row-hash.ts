import { type Column, quoted, type Schema } from '../../kit/index.js';

/** Types of which the engine's hash tells any two values apart that are not equal. */
const PLAIN =
  /^(BOOLEAN|U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\)|VARCHAR|BLOB|UUID|DATE|TIME|TIMESTAMP(_S|_MS|_NS)?|TIMESTAMP WITH TIME ZONE)$/;
const NESTED = /^(STRUCT|MAP|UNION)\(|\[\d*\]$/;

/** What stands for a value: itself, or text where the engine takes different ones for the same (`[]`, `[null]`, null). */
const hashed = ({ type }: Column, value: string): string => {
  if (PLAIN.test(type)) return value;
  return NESTED.test(type) ? `to_json(${value})::varchar` : `${value}::varchar`;
};

/** A column of written files as it is read for the hash of its rows. */
export type Typed = (column: Column) => string;

const asIs: Typed = ({ name }) => quoted(name);

/**
 * The aggregate that is the same for the same rows in any order: a sum, so that rows that stand twice count twice. The
 * hash of several columns is hashed once more: else rows that swap a value of their last column would give the same sum
 * once in 100 million times.
 */
export const rowSum = (schema: Schema, value: Typed = asIs): string =>
  `coalesce(sum(hash(hash(${schema.map((column) => hashed(column, value(column))).join(', ')}))), 0)::varchar`;
