import * as z from 'zod';
import { defineNode, identifier, quarantineRelation, quarantineSchema, sql } from '../../kit/index.js';

/** The rows that a contract took out, as a node of the plan: it is read once all of them are there. */
export const contractPort = defineNode({
  kind: 'quarantined',
  family: 'transform',
  summary: 'Gives the rows that broke a contract, with their reasons.',
  description: '',
  config: z.custom<{ readonly node: string }>(),
  inputs: { min: 1, max: 1 },
  example: { document: '' },
  schema: () => quarantineSchema,
  lower: ({ config }) => sql`select * from ${identifier(quarantineRelation(config.node))}`,
  lineage: () => ({ columns: {}, rows: [] }),
});
