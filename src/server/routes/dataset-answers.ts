import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { AskedDataset, HasAlready } from '../../app/service/guarded/reading.js';

/** A dataset, by the pipeline and the node that publish it. */
export const datasetParams = z.object({ pipeline: z.string().max(200), node: z.string().max(200) });

/** What may be asked of the rows of a dataset, of all that is shown of them. */
export const questionQuery = {
  version: z
    .string()
    .max(100)
    .optional()
    .describe('The run that published it; what is published now unless given.'),
  columns: z
    .string()
    .max(20_000)
    .optional()
    .describe('Names between commas, in double quotes where one holds a comma; all unless given.'),
  where: z.string().max(10_000).optional().describe('An SQL condition over the columns that are shown.'),
  order: z
    .string()
    .max(20_000)
    .optional()
    .describe('Names between commas, `-` before one for its greatest value first.'),
};

/** The content of an answer whose bytes are no text. */
export const binary = { schema: z.string().meta({ format: 'binary' }) };

/** The keys that were given, without those that were not. */
export const given = <T extends object>(query: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

/** What every answer with rows says: who asks matters, and it is asked anew each time whether it still holds. */
export const markAnswer = (reply: FastifyReply, tag: string): FastifyReply =>
  reply
    .header('etag', `"${tag}"`)
    .header('vary', 'Authorization, Cookie, Accept')
    .header('cache-control', 'private, no-cache');

/** Whether who asks has an answer with a mark already. */
export const hasAlready =
  ({ headers }: FastifyRequest): HasAlready =>
  (tag) =>
    (headers['if-none-match'] ?? '')
      .split(',')
      .some((each) => each.trim().replace(/^W\//, '') === `"${tag}"`);

/** The dataset of a path, in the version that a query names. */
export const askedDataset = (
  { pipeline, node }: z.output<typeof datasetParams>,
  version: string | undefined,
): AskedDataset => ({ pipeline, node, ...(version === undefined ? {} : { version }) });

/** Given up as soon as nobody waits for the answer any more. */
export const whileAsked = ({ raw }: FastifyReply): AbortSignal => {
  const stop = new AbortController();
  raw.once('close', () => stop.abort());
  return stop.signal;
};
