import * as z from 'zod';

/** One text or a list of them; each may hold `*` and `?`. */
const patterns = (what: string) =>
  z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).describe(what);

/** Whose fault an error is, as the catalogue of errors says. */
export const faults = ['user', 'data', 'resource', 'unsupported', 'bug'] as const;

const fault = z.enum(faults);

/** A code of the catalogue of errors, or the beginning of one with a `*`. */
export const CODE = /^MR[0-9*?]{1,4}$/;

const code = z.string().regex(CODE, 'an error code, for example MR3006 or MR30*');

/** What a rule speaks of; every key that is there must fit, and of a list one is enough. */
export const matchSchema = z
  .strictObject({
    pipeline: patterns('Names of pipelines; `*` stands for any letters.').optional(),
    node: patterns('Names of nodes.').optional(),
    kind: patterns('Kinds of nodes, for example `read_*`.').optional(),
    tag: patterns('Tags of the pipeline.').optional(),
    fault: z
      .union([fault, z.array(fault).min(1)])
      .optional()
      .describe('Whose fault the error is.'),
    code: z
      .union([code, z.array(code).min(1)])
      .optional()
      .describe('Codes of errors.'),
  })
  .describe('What the rule speaks of; without it, of everything.');

export type Match = z.output<typeof matchSchema>;
