import * as z from 'zod';
import { durationText } from './duration.js';
import { hooksSchema } from './hooks.js';
import { matchSchema } from './match.js';
import {
  breakerSchema,
  budgetSchema,
  bulkheadSchema,
  orOff,
  partitionSchema,
  partitionSize,
  rateLimitSchema,
  retrySchema,
  timeoutSchema,
} from './settings.js';

/** One rule of `policies:`. */
export const policyRuleSchema = z.strictObject({
  match: matchSchema.optional(),
  retry: orOff(retrySchema).optional().describe('Whether what failed is tried again, and when.'),
  timeout: timeoutSchema
    .optional()
    .describe('How long an attempt may take, or between what bounds it is learned.'),
  partition: partitionSchema
    .optional()
    .describe(
      'How large the partitions are in which processes put rows through a function, or between what bounds that is learned.',
    ),
  breaker: orOff(breakerSchema).optional().describe('When nothing is tried any more, for a while.'),
  bulkhead: orOff(bulkheadSchema).optional().describe('How much of it may go on at the same time.'),
  rate_limit: orOff(rateLimitSchema).optional().describe('How often it may begin.'),
  budget: budgetSchema.optional().describe('What all nodes of a run together may try again.'),
  fallback: z
    .enum(['none', 'skip', 'last_good'])
    .optional()
    .describe(
      'Where all attempts failed: `skip` leaves out what depends on it, `last_good` does so with a warning only where there is an output from before.',
    ),
  on_failure: hooksSchema.optional().describe('Told when the run ends without publishing.'),
  on_success: hooksSchema.optional().describe('Told when the run has published.'),
  on_failed_check: hooksSchema.optional().describe('Told when a check fails.'),
  pin: z
    .strictObject({ timeout: durationText.optional(), partition: partitionSize.optional() })
    .optional()
    .describe('Values that are not learned, whatever else says so.'),
});

export const policiesSchema = z
  .array(policyRuleSchema)
  .describe('When, and what if it fails; the last rule that matches wins, key by key.');

export type PolicyRule = z.output<typeof policyRuleSchema>;
