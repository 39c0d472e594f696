import type { Call } from '../../../kit/index.js';

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Rows that are equal in the order have the same rank, whatever the frame. */
const ranking = words('rank rank_dense dense_rank percent_rank cume_dist');

/** These count single rows, whatever the frame. */
const counting = words('row_number ntile lag lead');

/** These pick single rows of the frame. */
const picking = words('first_value last_value nth_value');

/** Aggregates that give something else when rows come in another order: lists, the first of several, estimates. */
const ordered = words(`
  any_value approx_quantile approx_top_k arbitrary arg_max arg_max_null arg_max_nulls_last arg_min arg_min_null
  arg_min_nulls_last argmax argmin array_agg first group_concat last list listagg max_by min_by mode string_agg
`);

export const isRanking = (call: Call): boolean => ranking.has(call.function);

/** Whether it picks single rows of the frame, or takes them one after the other. */
export const picksRows = (call: Call): boolean =>
  picking.has(call.function) || (ordered.has(call.function) && !call.isOrdered);

/** Whether it tells rows apart that are equal in the order. */
export const isSingleRow = (call: Call): boolean => counting.has(call.function) || picksRows(call);

/** Whether it means nothing without an order. */
export const needsOrder = (call: Call): boolean =>
  [ranking, counting, picking].some((names) => names.has(call.function));

/** Whether rows that tie could change what it gives, in whichever window it stands. */
export const isLeftToChance = (call: Call): boolean => call.function === 'fill';
