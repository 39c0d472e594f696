import * as z from 'zod';

const MODULE = /^\.{1,2}\/|^[^/\\:]+/;

/** What a document says of a `code` node. */
export const config = z.strictObject({
  module: z
    .string()
    .regex(MODULE, 'must be the path of a module beside the document, for example ./score.ts')
    .describe('Path of the module, from the folder of the document: `./score.ts`. TypeScript or JavaScript.'),
  export: z
    .string()
    .min(1)
    .optional()
    .describe('The export that holds the transform; the default export unless given.'),
  environment: z
    .array(z.string().min(1))
    .optional()
    .describe('Names of environment variables that the function may see. It sees no others.'),
  timeout: z.int().min(1).max(3600).optional().describe('Seconds that a batch may take; 60 unless given.'),
  memory: z
    .int()
    .min(64)
    .max(1_000_000)
    .optional()
    .describe('Megabytes that each process may take; 1000 unless given.'),
});

export type CodeConfig = z.output<typeof config>;
