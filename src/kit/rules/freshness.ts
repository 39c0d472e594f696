import { MASK } from '../contract.js';
import type { Cell } from '../engine.js';
import { findColumn, type Schema } from '../schema.js';
import { identifier, type Sql, sql } from '../sql.js';

/** How old the newest row may be. */
export interface AgeConfig {
  readonly column: string;
  /** Seconds. */
  readonly maxAge: number;
}

const runTime: Sql = { kind: 'sql', text: 'cast($run_time as timestamp)', parameters: ['run_time'] };

/** How far a moment is behind the time that the run stands for, in seconds. */
export const ageSql = (moment: Sql): Sql => sql`epoch(${runTime} - ${moment}::timestamp)`;

/** Types of columns of which no value was seen, or nothing in particular: what they hold may be moments all the same. */
const UNTOLD = new Set(['VARCHAR', 'JSON', '"NULL"']);

/** Whether the values of a column may have an age; of text only what is a moment does. */
export const isUntold = (type: string): boolean => UNTOLD.has(type);

/** The newest moment of a column, over all rows. */
export const newestSql = (schema: Schema, name: string): Sql => {
  const column = identifier(name);
  const isText = isUntold(findColumn(schema, name)?.type ?? '');
  return isText ? sql`max(try_cast(${column} as timestamp))` : sql`max(${column})`;
};

const DAY = 86_400;
const HOUR = 3600;

const spanText = (seconds: number): string => {
  const [size, unit] = Math.abs(seconds) >= 2 * DAY ? [DAY, 'days'] : [HOUR, 'hours'];
  return `${Number((seconds / size).toFixed(1))} ${unit}`;
};

/** Whether the newest row is new enough; without any it is not. */
export const isFresh = ({ maxAge }: AgeConfig, age: Cell): boolean => age !== null && Number(age) <= maxAge;

/** Of a value that is not to be shown the age is not told either: with the time of the run it would be the value. */
const newestText = (config: AgeConfig, newest: Cell, age: Cell, isMasked: boolean): string => {
  if (isMasked) return `${MASK}, ${isFresh(config, age) ? 'new enough' : 'too old'}`;
  return `${String(newest)}, ${spanText(Number(age))} before the run`;
};

/** What was measured of how old rows are, in a sentence. */
export const ageText = (config: AgeConfig, newest: Cell, age: Cell, isMasked: boolean): string => {
  const { column, maxAge } = config;
  const asked = `at most ${spanText(maxAge)} are asked for`;
  return newest === null || age === null
    ? `no row has a moment in "${column}"; ${asked}`
    : `the newest "${column}" is ${newestText(config, newest, age, isMasked)}; ${asked}`;
};
