import * as z from 'zod';
import {
  castSql,
  defineNode,
  findColumn,
  identifier,
  joined,
  type NodeContext,
  type Schema,
  type Sql,
  specOf,
  sql,
  TRACED,
  type TypeRef,
  writtenAs,
} from '../../kit/index.js';

interface CheckCastConfig {
  readonly columns: Readonly<Record<string, { readonly type: TypeRef }>>;
}

/** The columns that have not the type yet that they are to have. */
const changed = ({ columns }: CheckCastConfig, schema: Schema): Schema =>
  schema.flatMap(({ name, type }) => {
    const to = specOf(columns, name)?.type.text;
    return to === undefined || to === type ? [] : [{ name, type: to }];
  });

const lower = ({ config, input }: NodeContext<CheckCastConfig>, beside: readonly Sql[] = []): Sql => {
  const cast = changed(config, input.schema);
  const columns = input.schema.flatMap(({ name, type }): readonly Sql[] => {
    const own = identifier(name);
    const to = findColumn(cast, name)?.type;
    if (to === undefined) return [own];
    return [sql`${castSql(own, type, to, {})} as ${own}`, sql`${own} as ${identifier(writtenAs(name))}`];
  });
  return sql`select ${joined([...columns, ...beside])} from ${input}`;
};

/** The first half of a check that asks for types: each such column with its type, and as it was. No row is taken out. */
export const checkCast = defineNode({
  kind: 'check_cast',
  family: 'transform',
  summary: 'Casts columns to the types that a check asks for, and keeps what was there.',
  description: '',
  config: z.custom<CheckCastConfig>(),
  inputs: { min: 1, max: 1 },
  example: { document: '' },
  lower: (context) => lower(context),
  traces: (context) => ({ rows: lower(context, [identifier(TRACED)]), isOnce: true }),
  lineage: ({ input, schema }) => ({
    columns: Object.fromEntries(
      schema.map(({ name }) => {
        const column = input.schema.find((own) => own.name === name || writtenAs(own.name) === name);
        return [name, column ? [{ input: input.alias, column: column.name }] : []];
      }),
    ),
    rows: [],
  }),
});
