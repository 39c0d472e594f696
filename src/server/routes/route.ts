import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod';
import type { ServiceDoor } from '../../app/service/service.js';
import type { Streams } from '../event-stream.js';
import { PROBLEM_JSON, problemDetailsSchema } from '../problem-details.js';

/** A server whose routes are typed by their schemas. */
export type Api = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Some routes of one matter. */
export type Routes = (api: Api, door: ServiceDoor, streams: Streams) => void;

const problemContent = { content: { [PROBLEM_JSON]: { schema: problemDetailsSchema } } };

/** Every route may answer so. */
export const problems = {
  '4xx': {
    description: 'The request cannot be done; `code` and `mend` say why and what to do.',
    ...problemContent,
  },
  '5xx': { description: 'The service cannot do it now.', ...problemContent },
} as const;

const MOST = 200;

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(MOST).default(50).describe('At most so many.'),
  cursor: z.string().max(500).optional().describe('`next` of the page before.'),
};

export const nextSchema = z
  .string()
  .optional()
  .describe('The cursor of the next page; absent on the last one.');
