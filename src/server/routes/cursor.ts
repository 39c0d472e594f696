import * as z from 'zod';
import { failure } from '../../base/errors/index.js';

const after = z.strictObject({ startedAt: z.string().max(40), runId: z.string().max(100) });

export type After = z.output<typeof after>;

export const cursorOf = (value: After): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What a cursor says. Throws MR8002 for one that was not given by this service. */
export const fromCursor = (text: string): After => {
  try {
    return after.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw failure('MR8002', 'querystring cursor: not one that a page gave as `next`');
  }
};
