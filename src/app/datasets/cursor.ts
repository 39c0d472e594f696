import * as z from 'zod';
import { failure } from '../../base/errors/index.js';

const cursor = z.strictObject({
  /** The version, by its run. */
  v: z.string().max(100),
  /** Of the question and of what may be seen: a place means something to these alone. */
  q: z.string().max(64),
  /** Rows that are behind, of those that may be seen. */
  n: z.int().nonnegative(),
});

/** Where the next page begins. */
export type Cursor = z.output<typeof cursor>;

export const cursorText = (value: Cursor): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What a cursor says. Throws MR8002 for one that was not given here. */
export const readCursor = (text: string): Cursor => {
  try {
    return cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw failure('MR8002', 'querystring cursor: not one that a page gave as `next`');
  }
};
