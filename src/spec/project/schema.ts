import * as z from 'zod';
import { pipelineName } from '../names.js';
import { policiesSchema } from '../policies/index.js';
import { storesSchema } from '../resources.js';
import { accessSchema } from './access.js';

/** The project file, version 1: what the pipelines below its folder share. Only keys that work are part of it. */
export const projectSchema = z.strictObject({
  millrace: z.literal(1).describe('Version of the project format.'),
  project: pipelineName.describe('Name of the project.'),
  description: z.string().optional(),
  resources: z
    .strictObject({
      stores: storesSchema
        .describe(
          'Stores for all pipelines of the project; a relative folder is taken from the project file. One of the same name in a pipeline takes its place.',
        )
        .optional(),
    })
    .optional()
    .describe('With what: stores.'),
  policies: policiesSchema
    .optional()
    .describe('Rules for all pipelines of the project; the rules of a pipeline come after them.'),
  access: accessSchema
    .optional()
    .describe('Who may do what, in the service and where commands ask; the shipped policies unless given.'),
});

export type ProjectFile = z.output<typeof projectSchema>;
