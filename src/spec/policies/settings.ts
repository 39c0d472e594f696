import * as z from 'zod';
import { bytesOf, sizeText } from '../resources.js';
import { durationText } from './duration.js';
import { CODE, faults } from './match.js';

const off = z.literal('off');

const failing = z
  .string()
  .refine(
    (text) => CODE.test(text) || faults.some((fault) => fault === text),
    `a kind of fault (${faults.join(', ')}) or an error code, for example MR3006 or MR30*`,
  );

/** Jitter spreads attempts of many runs, so that they do not all come at once. */
export const retrySchema = z.strictObject({
  max_attempts: z.int().min(1).max(100).optional().describe('Attempts in all, the first included.'),
  type: z
    .enum(['constant', 'exponential', 'decorrelated'])
    .optional()
    .describe('How waits grow: not at all, by a factor of two, or by chance from the wait before.'),
  initial: durationText.optional().describe('The first wait.'),
  max: durationText.optional().describe('The longest wait.'),
  jitter: z
    .enum(['none', 'full'])
    .optional()
    .describe('`full` waits any time up to what it would be; `decorrelated` is chance already.'),
  max_duration: durationText.optional().describe('All attempts and waits together.'),
  errors: z
    .array(failing)
    .min(1)
    .optional()
    .describe('Errors that are tried again, by fault or code; `resource` unless given.'),
});

export const timeoutSchema = z.union([
  off,
  durationText,
  z.strictObject({
    learned: z.strictObject({
      min: durationText.describe('Never shorter.'),
      max: durationText.describe('Never longer; what holds while nothing is known.'),
    }),
  }),
]);

/** Below that a process takes longer to be given a partition than to do it. */
const LEAST_PARTITION = 100_000;

export const partitionSize = sizeText.refine(
  (text) => !sizeText.safeParse(text).success || bytesOf(text) >= LEAST_PARTITION,
  'must be at least 100KB',
);

export const partitionSchema = z.union([
  off,
  partitionSize,
  z.strictObject({
    learned: z.strictObject({
      min: partitionSize.describe('Never smaller.'),
      max: partitionSize.describe('Never larger.'),
    }),
  }),
]);

export const breakerSchema = z.strictObject({
  failures: z.int().min(1).optional().describe('Failures in a row that open it.'),
  open_for: durationText.optional().describe('How long nothing is tried then.'),
});

export const bulkheadSchema = z.strictObject({
  max_concurrent: z.int().min(1).optional().describe('Attempts at the same time, in this process.'),
  max_queued: z.int().min(0).optional().describe('How many may wait; one more is refused.'),
});

export const rateLimitSchema = z.strictObject({
  attempts: z.int().min(1).optional().describe('Attempts that may begin within the time.'),
  per: durationText.optional().describe('The time.'),
});

export const budgetSchema = z.strictObject({
  retries: z.int().min(0).optional().describe('Attempts after first ones, of all nodes of a run.'),
  waiting: durationText.optional().describe('Time that a run waits between attempts, in all.'),
});

/** The setting, or `off` to take back what a rule before it says. */
export const orOff = <T extends z.ZodType>(schema: T) => z.union([off, schema]);
