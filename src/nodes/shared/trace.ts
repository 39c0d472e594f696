import { identifier, sql, TRACED, type TraceContext, type Traced } from '../../kit/index.js';
import { copiesIn, type OutputColumn, selectList } from './columns.js';

/**
 * Rows of which each is made of one row. Where columns are computed over other rows, which are not all there when rows are
 * traced, the others tell the rows from each other.
 */
export const eachOfOne = <C>(
  { input }: TraceContext<C>,
  outputs: readonly OutputColumn[],
  usesWindows: boolean,
): Traced => {
  const copies = outputs.filter(({ copyOf }) => copyOf !== undefined);
  const told = usesWindows ? copies : outputs;
  return {
    rows: sql`select ${selectList([...told, { name: TRACED, value: identifier(TRACED), uses: [] }])} from ${input}`,
    by: told.map(({ name }) => name),
    copies: copiesIn(outputs),
    isOnce: true,
    ...(usesWindows ? { how: 'the row itself; some columns are computed over other rows too' } : {}),
    ...(usesWindows && copies.length === 0 ? { rough: 'every column is computed over other rows too' } : {}),
  };
};
