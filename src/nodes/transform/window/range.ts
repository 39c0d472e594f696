import {
  type Finding,
  findColumn,
  type Input,
  identifier,
  keyword,
  type OrderTerm,
  type Sql,
  sql,
} from '../../../kit/index.js';
import { orderSql } from '../../shared/order.js';
import { type Frame, offsetsOf } from './frame.js';

const INTEGER = /^U?(TINYINT|SMALLINT|INTEGER|BIGINT)$|^HUGEINT$/;
const NUMBER = /^(DECIMAL\(.*|FLOAT|DOUBLE)$/;
const DATE = /^DATE$/;
const MOMENT = /^TIMESTAMP/;

const isMeasuredRange = (frame: Frame): boolean => frame.unit === 'range' && offsetsOf(frame).length > 0;

const fits = (offset: number | string, type: string): boolean => {
  if (typeof offset === 'string') return DATE.test(type) || MOMENT.test(type);
  if (NUMBER.test(type)) return true;
  return Number.isInteger(offset) && (INTEGER.test(type) || DATE.test(type));
};

/** Where the distance of rows cannot be told, or not in what the frame is written in. */
export const rangeFaults = (
  frame: Frame,
  terms: readonly OrderTerm[],
  { schema }: Input,
): readonly Finding[] => {
  const [term, second] = terms;
  if (!isMeasuredRange(frame) || !term) return [];
  const path = ['frame', 'range'];
  if (second) {
    const message = 'a distance in `range` is measured in one column, and `order_by` has several';
    return [{ code: 'MR2107', message, path }];
  }
  const type = findColumn(schema, term.column)?.type ?? '';
  return offsetsOf(frame)
    .filter((offset) => !fits(offset, type))
    .slice(0, 1)
    .map((offset) => ({
      code: 'MR2107',
      message: `${typeof offset === 'string' ? `'${offset}'` : offset} is no distance of "${term.column}" (${type})`,
      path,
      notes: [
        'whole numbers for integers and dates, numbers for decimals, intervals for dates and timestamps',
      ],
    }));
};

/** What follows ORDER BY. Small and unsigned integers are widened, or a distance from them would overflow. */
export const rangeOrder = (terms: readonly OrderTerm[], frame: Frame, input: Input): Sql | undefined => {
  const [term] = terms;
  if (!term) return undefined;
  const type = findColumn(input.schema, term.column)?.type ?? '';
  if (!isMeasuredRange(frame) || !INTEGER.test(type)) return orderSql(terms, input);
  const column = sql`${identifier(input.alias)}.${identifier(term.column)}`;
  return sql`cast(${column} as hugeint) ${keyword(term.direction)} nulls ${keyword(term.nulls)}`;
};
