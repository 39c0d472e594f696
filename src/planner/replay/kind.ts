import * as z from 'zod';
import { defineNode, identifier, joined, literal, sql } from '../../kit/index.js';

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
