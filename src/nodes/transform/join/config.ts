import * as z from 'zod';
import { type Input, sqlBoolean } from '../../../kit/index.js';
import { scalarText } from '../../../spec/names.js';
import { namedBy } from '../../shared/columns.js';
import { asOf } from './as-of-config.js';
import { type Repair, repairSchema } from './repair.js';

const name = () => scalarText().min(1, 'must not be empty');

const selection = () =>
  z.string().regex(/^[A-Za-z_]\w*\.(\*|.+)$/s, 'of the form `alias.column` or `alias.*`');

const single = () => z.string().regex(/^[A-Za-z_]\w*\.(?!\*$).+$/s, 'of the form `alias.column`');

const keys = {
  type: z
    .enum(['inner', 'left', 'right', 'full', 'semi', 'anti'])
    .default('inner')
    .describe('Which rows without a partner are kept; `semi` and `anti` keep rows of the left input only.'),
  keys: z
    .union([z.array(name()).min(1), namedBy(name())])
    .optional()
    .describe('Columns that must be equal: a list of shared names, or `left column: right column`.'),
  condition: sqlBoolean().optional().describe('SQL condition over both inputs; with `keys`, both must hold.'),
  as_of: asOf.optional().describe('The nearest row in time, among those with equal keys: see above.'),
  cardinality: z
    .enum(['one_to_one', 'one_to_many', 'many_to_one', 'many_to_many'])
    .default('many_to_many')
    .describe('Which side has each key once, left first; enforced when it runs. Needs `keys`.'),
  repair: repairSchema
    .optional()
    .describe(
      'What keys may differ in and still be the same: see above. A list is decided by the data before the run; `always` leaves nothing to it.',
    ),
  columns: z
    .union([z.array(selection()).min(1), namedBy(single())])
    .optional()
    .describe('Columns to give: a list of `alias.column` and `alias.*`, or `new name: alias.column`.'),
};

export const config = z
  .strictObject(keys)
  .refine(
    ({ keys: shared, condition, as_of }) =>
      shared !== undefined || condition !== undefined || as_of !== undefined,
    'set `keys`, `condition` or `as_of`',
  )
  .refine(
    ({ as_of, type }) => as_of === undefined || type === 'inner' || type === 'left',
    'with `as_of`, `type` is `inner` or `left`',
  )
  .refine(
    ({ as_of, condition, cardinality }) =>
      as_of === undefined || (condition === undefined && cardinality === 'many_to_many'),
    '`as_of` goes without `condition` and `cardinality`: each left row has one partner at most',
  )
  .refine(
    (join) => join.keys !== undefined || join.cardinality === 'many_to_many',
    '`cardinality` needs `keys`',
  )
  .refine(({ repair, keys: shared }) => repair === undefined || shared !== undefined, '`repair` needs `keys`')
  .refine(
    ({ repair, as_of }) => repair === undefined || as_of === undefined,
    '`repair` goes without `as_of`: there keys must be equal as they are',
  );

/** The config, with what was decided on the keys before the run. */
export type JoinConfig = z.output<typeof config> & { readonly compared?: readonly Repair[] };

/** A join with its two inputs. */
export interface Join {
  readonly config: JoinConfig;
  readonly left: Input;
  readonly right: Input;
}

/** The join of a node that has exactly two inputs. */
export const joinOf = (context: { readonly config: JoinConfig; readonly inputs: readonly Input[] }): Join => {
  const [left, right] = context.inputs;
  if (!left || !right) throw new Error('a join has two inputs');
  return { config: context.config, left, right };
};

/** Whether only rows and columns of the left input are given. */
export const isFiltering = ({ type }: JoinConfig): boolean => type === 'semi' || type === 'anti';
