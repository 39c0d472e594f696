import * as z from 'zod';
import {
  type Contract,
  classesIn,
  defineNode,
  identifier,
  quarantineRelation,
  quarantineSchema,
  sql,
} from '../../kit/index.js';

interface PortConfig {
  readonly node: string;
  readonly contract: Contract;
}

/** The columns that show values of a row. */
const VALUES = ['original', 'plain', 'reasons'];

/** The rows that a contract took out, as a node of the plan: it is read once all of them are there. */
export const contractPort = defineNode({
  kind: 'quarantined',
  family: 'transform',
  summary: 'Gives the rows that broke a contract, with their reasons.',
  description: '',
  config: z.custom<PortConfig>(),
  inputs: { min: 1, max: 1 },
  example: { document: '' },
  schema: () => quarantineSchema,
  lower: ({ config }) => sql`select * from ${identifier(quarantineRelation(config.node))}`,
  // The values that it shows are those of the columns; of the classified ones this matters.
  lineage: ({ config, input }) => {
    const classified = Object.keys(classesIn(config.contract, input.schema));
    const uses = classified.map((column) => ({ input: input.alias, column }));
    return { columns: Object.fromEntries(VALUES.map((name) => [name, uses])), rows: [] };
  },
});
