import * as z from 'zod';
import { adaptSchema } from './adapt.js';
import { nodeName, pipelineName, scalarText } from './names.js';
import { paramSchema } from './params.js';
import { policiesSchema } from './policies/index.js';
import { resourcesSchema } from './resources.js';
import { scheduleSchema } from './schedule/schema.js';
import { testSchema } from './tests.js';
import { triggerSchema } from './trigger/schema.js';

/** `from:` one node, a list of nodes, or `alias: node`; each node may be `node.port`. */
const fromSchema = z
  .union([z.string(), z.array(z.string()).min(1), z.record(nodeName, z.string())])
  .describe('What the node reads: a node, a list of nodes, or ports as `alias: node`.');

/** One node as written; `with` is held against the kind's own schema later. */
export const nodeSchema = z.strictObject({
  use: z.string().describe('The node kind; see `millrace nodes`.'),
  description: z.string().optional(),
  from: fromSchema.optional(),
  with: z.record(z.string(), z.unknown()).optional().describe("The kind's own settings."),
  adapt: adaptSchema.optional(),
  contract: z
    .union([z.string(), z.record(z.string(), z.unknown())])
    .optional()
    .describe(
      'What the rows promise, and what happens to those that break it; or the path of a file that says so.',
    ),
});

/** The pipeline document, version 1: only keys that work are part of it. */
export const documentSchema = z.strictObject({
  millrace: z.literal(1).describe('Version of the document format.'),
  pipeline: pipelineName.describe('Name of the pipeline.'),
  description: z.string().optional(),
  owner: z.string().optional(),
  tags: z.array(scalarText()).optional(),
  params: z.record(nodeName, paramSchema).optional().describe('Values that a run may set.'),
  resources: resourcesSchema.optional().describe('With what: memory, threads, stores.'),
  adapt: adaptSchema.optional(),
  schedule: scheduleSchema.optional(),
  trigger: triggerSchema.optional(),
  nodes: z.record(nodeName, nodeSchema).describe('What happens to the rows.'),
  policies: policiesSchema.optional(),
  tests: z.array(testSchema).optional().describe('Small cases that `millrace test` runs.'),
});

export type NodeSpec = z.output<typeof nodeSchema>;
export type Document = z.output<typeof documentSchema>;
