import * as z from 'zod';
import { columnName, type Input, sqlExpression } from '../../../kit/index.js';
import { namedBy } from '../../shared/columns.js';
import { orderBy } from '../../shared/order.js';

const INTERVAL = /^[-+]?\d+ (microsecond|millisecond|second|minute|hour|day|week|month|quarter|year)s?$/i;

const interval = () => z.string().regex(INTERVAL, 'a number and a unit, such as `-7 days`');

/** An end of a frame: before the row where it is negative, the row itself at 0, without bound where null. */
export type End = number | string | null;

const sign = (end: Exclude<End, null>): number =>
  typeof end === 'number' ? Math.sign(end) : end.startsWith('-') ? -1 : 1;

const isInOrder = ([from, to]: readonly [End, End]): boolean => {
  if (from === null || to === null) return true;
  return typeof from === 'number' && typeof to === 'number' ? from <= to : sign(from) <= sign(to);
};

const BACKWARDS = 'the frame ends before it begins';

const count = () => z.int().nullable();

const counts = () => z.tuple([count(), count()]).refine(isInOrder, BACKWARDS);

const distance = () => z.union([z.number(), interval()]).nullable();

const distances = () => z.tuple([distance(), distance()]).refine(isInOrder, BACKWARDS);

const frame = z
  .strictObject({
    rows: counts().optional().describe('From and to, in rows.'),
    range: distances()
      .optional()
      .describe(
        'From and to, in distance of the one column of `order_by`: numbers, or intervals such as `-7 days`.',
      ),
    groups: counts().optional().describe('From and to, in groups of rows that are equal in `order_by`.'),
  })
  .refine((units) => Object.keys(units).length === 1, 'set one of `rows`, `range` and `groups`');

export const config = z.strictObject({
  partition_by: z
    .array(columnName())
    .min(1)
    .optional()
    .describe('Columns; rows see only rows that are equal in them. Null is equal to null.'),
  order_by: orderBy()
    .optional()
    .describe('Columns, or `{ column, direction, nulls }`; the order in which rows are looked at.'),
  frame: frame
    .optional()
    .describe(
      'Which rows around a row count for it, from and to: `rows: [-6, 0]` are seven with the row itself.',
    ),
  columns: namedBy(sqlExpression('windowed')).describe(
    'New columns, each with one call of a window function or an aggregate, without OVER.',
  ),
});

export type WindowConfig = z.output<typeof config>;

/** The config with the input that it is about. */
export interface Windowing {
  readonly config: WindowConfig;
  readonly input: Input;
}
