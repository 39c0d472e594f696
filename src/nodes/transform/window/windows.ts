import {
  type Call,
  type ColumnUse,
  type Expression,
  identifier,
  joined,
  keyword,
  type OrderTerm,
  type Sql,
  sql,
} from '../../../kit/index.js';
import { nameIn } from '../../shared/columns.js';
import { orderSql, orderTerms } from '../../shared/order.js';
import type { Windowing } from './config.js';
import { type Frame, frameOf, frameSql, isWhole, running, whole } from './frame.js';
import { isRanking, isSingleRow } from './functions.js';
import { rangeOrder } from './range.js';

/**
 * Two windows, so that nothing depends on chance. In `peers` rows are ordered as written, and those that are equal in
 * it count together. In `rows` they are told apart by all other columns, for what looks at single rows.
 */
export type Window = 'peers' | 'rows';

const looksAtRows = (call: Call, frame: Frame | undefined): boolean =>
  isSingleRow(call) || (frame?.unit === 'rows' && !isWhole(frame) && !isRanking(call));

/** The window of a call. */
export const windowOf = ({ binding }: Expression, { config }: Windowing): Window =>
  binding?.call && looksAtRows(binding.call, frameOf(config)) ? 'rows' : 'peers';

const partitionOf = ({ config, input }: Windowing): readonly string[] =>
  (config.partition_by ?? []).map(({ name }) => nameIn(input, name));

export const orderOf = ({ config, input }: Windowing): readonly OrderTerm[] =>
  orderTerms(config.order_by ?? [], input);

const totalOrder = (windowing: Windowing): readonly OrderTerm[] => {
  const terms = orderOf(windowing);
  const named = new Set([...partitionOf(windowing), ...terms.map(({ column }) => column)]);
  const others = windowing.input.schema.filter(({ name }) => !named.has(name));
  return [
    ...terms,
    ...others.map(({ name }) => ({ column: name, direction: 'asc', nulls: 'last' }) as const),
  ];
};

/** Single rows have a place in a frame of rows only; what stands here beside another frame takes none. */
const frameOfRows = ({ config }: Windowing): Frame => {
  const frame = frameOf(config) ?? (config.order_by ? running : whole);
  if (isWhole(frame)) return whole;
  return frame.unit === 'rows' ? frame : running;
};

const clause = (words: string, parts: Sql | undefined): Sql =>
  parts ? sql`${keyword(words)} ${parts} ` : keyword('');

const partitionSql = (windowing: Windowing): Sql => {
  const columns = partitionOf(windowing).map(
    (name) => sql`${identifier(windowing.input.alias)}.${identifier(name)}`,
  );
  return clause('partition by', columns.length > 0 ? joined(columns) : undefined);
};

/** Rows as written, without a frame: types do not depend on it. */
export const boundSql = (windowing: Windowing): Sql => {
  const terms = orderOf(windowing);
  const order = terms.length > 0 ? orderSql(terms, windowing.input) : undefined;
  return sql`${partitionSql(windowing)}${clause('order by', order)}`;
};

const peersSql = (windowing: Windowing): Sql => {
  const frame = frameOf(windowing.config);
  // Of the calls here, only those that take no frame at all stand beside one of rows.
  if (!frame || (frame.unit === 'rows' && !isWhole(frame))) return boundSql(windowing);
  const order = rangeOrder(orderOf(windowing), frame, windowing.input);
  return sql`${partitionSql(windowing)}${clause('order by', order)}${frameSql(frame)}`;
};

const rowsSql = (windowing: Windowing): Sql => {
  const terms = totalOrder(windowing);
  const order = terms.length > 0 ? orderSql(terms, windowing.input) : undefined;
  return sql`${partitionSql(windowing)}${clause('order by', order)}${frameSql(frameOfRows(windowing))}`;
};

/** What stands in the parentheses of a window. */
export const windowSql = (window: Window, windowing: Windowing): Sql =>
  window === 'rows' ? rowsSql(windowing) : peersSql(windowing);

/** The columns that decide which rows a window sees, and in which order. */
export const windowUses = (window: Window, windowing: Windowing): readonly ColumnUse[] => {
  const order = window === 'rows' ? totalOrder(windowing) : orderOf(windowing);
  const names = new Set([...partitionOf(windowing), ...order.map(({ column }) => column)]);
  return [...names].map((column) => ({ input: windowing.input.alias, column }));
};
