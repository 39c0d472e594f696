import * as z from 'zod';
import {
  defineNode,
  findColumn,
  identifier,
  joined,
  keyword,
  literal,
  type Schema,
  sql,
} from '../../kit/index.js';

/** Stands in for a node of which rows are replayed: reads them from the file that they were put in. */
export const replayed = defineNode({
  kind: 'replayed',
  family: 'read',
  summary: 'Gives rows that were in quarantine.',
  description: '',
  config: z.unknown(),
  example: { document: '' },
  paths: () => [],
  source: () => ({ format: 'parquet', options: {}, unionByName: false }),
  lower: ({ source, columns }) => {
    const wanted = columns.length > 0 ? columns : source.schema.slice(0, 1);
    const names = joined(wanted.map(({ name }) => identifier(name)));
    return sql`select ${names} from read_parquet(${literal(source.files.map(({ path }) => path))})`;
  },
});

/** Gives such rows, which are text, with the columns and types that they had. */
export const typedAgain = defineNode({
  kind: 'typed_again',
  family: 'transform',
  summary: 'Casts rows that were in quarantine to the types that they had.',
  description: '',
  config: z.custom<{ readonly columns: Schema }>(),
  inputs: { min: 1, max: 1 },
  example: { document: '' },
  rowByRow: () => true,
  lower: ({ config: { columns }, input }) => {
    const cast = input.schema.flatMap(({ name }) => {
      const type = findColumn(columns, name)?.type;
      return type === undefined
        ? []
        : [sql`cast(${identifier(name)} as ${keyword(type)}) as ${identifier(name)}`];
    });
    return sql`select ${joined(cast)} from ${input}`;
  },
});
