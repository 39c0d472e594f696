import * as z from 'zod';
import {
  defineNode,
  findColumn,
  type Input,
  identifier,
  keyword,
  sql,
  type TypeRef,
  typeName,
} from '../../../kit/index.js';
import {
  copiesIn,
  kept,
  lineageOf,
  namedBy,
  nameIn,
  type OutputColumn,
  selectList,
} from '../../shared/columns.js';
import { duplicates, keysOf, unknownColumn } from '../../shared/findings.js';
import { survivingOrder } from '../../shared/order.js';
import { typeSql } from '../../shared/types.js';
import { example } from './example.js';

interface Casting {
  readonly config: {
    readonly columns: Readonly<Record<string, TypeRef>>;
    readonly on_error: 'error' | null;
  };
  readonly input: Input;
}

const typesOf = ({ config, input }: Casting): ReadonlyMap<string, TypeRef> =>
  new Map(Object.entries(config.columns).map(([name, type]) => [nameIn(input, name), type]));

const outputsOf = (casting: Casting): readonly OutputColumn[] => {
  const { config, input } = casting;
  const types = typesOf(casting);
  const call = keyword(config.on_error === null ? 'try_cast' : 'cast');
  return input.schema.map(({ name }) => {
    const type = types.get(name);
    const column = kept(input, name);
    if (!type) return column;
    return { name, value: sql`${call}(${identifier(name)} as ${typeSql(type.text)})`, uses: column.uses };
  });
};

export const cast = defineNode({
  kind: 'cast',
  family: 'transform',
  summary: 'Changes the types of columns.',
  description: `Columns stay in their places. Null stays null. A value that the type cannot hold stops the run, or becomes null
with \`on_error: null\`. The order of rows is kept as far as its columns are not cast.`,
  config: z.strictObject({
    columns: namedBy(typeName()).describe("`column: type` for each, by DuckDB's names of types."),
    on_error: z
      .literal(['error', null])
      .default('error')
      .describe('What a value that does not fit becomes: an error that stops the run, or null.'),
  }),
  inputs: { min: 1, max: 1 },
  readsAll: true,
  example,
  check: ({ config, input }) => [
    ...keysOf(config.columns, 'columns')
      .filter(({ name }) => !findColumn(input.schema, name))
      .map((given) => unknownColumn(given, input)),
    ...duplicates(keysOf(config.columns, 'columns')),
  ],
  rowByRow: () => true,
  lower: (context) => sql`select ${selectList(outputsOf(context))} from ${context.input}`,
  lineage: (context) => ({ columns: lineageOf(outputsOf(context)), rows: [] }),
  passes: (context) => copiesIn(outputsOf(context)),
  order: (context) => {
    const types = typesOf(context);
    return survivingOrder(context.input.order, (column) => (types.has(column) ? undefined : column));
  },
});
