import * as z from 'zod';
import type { Expression } from '../../../kit/index.js';
import { SOURCE_TEXT } from '../../../spec/names.js';

/** `90 minutes`, `1h`, `2 days`: an interval as people write it. */
const INTERVAL = /^\d+(\.\d+)?\s*[A-Za-z]+$/;

/** An expression without columns: a number, an interval, or a parameter. */
const maxAge = () =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .refine((text) => !text.startsWith('-'), 'must not be negative')
    .transform(
      (text): Expression => ({
        kind: 'expression',
        text: INTERVAL.test(text) ? `interval '${text}'` : text,
        allows: 'scalar',
      }),
    )
    .meta(SOURCE_TEXT);

/** The nearest row in time. */
export const asOf = z.strictObject({
  left: z.string().min(1).meta(SOURCE_TEXT).describe("The left input's time, or another ordered column."),
  right: z.string().min(1).meta(SOURCE_TEXT).describe("The right input's."),
  direction: z
    .enum(['backward', 'forward'])
    .default('backward')
    .describe('The last right row at or before the left one, or the first at or after it.'),
  max_age: maxAge()
    .optional()
    .describe(
      'How far away a partner may be: `90 minutes`, a number, or a parameter; exactly so far counts.',
    ),
  ties: z
    .enum(['error', 'least'])
    .default('error')
    .describe(
      'What happens where right rows have equal keys and an equal time: the run stops, or the least is taken.',
    ),
});

export type AsOf = z.output<typeof asOf>;
