import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { Service } from '../app/service/service.js';

export const idempotencyHeader = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe('Repetitions with the same key are done once; remembered for a day.'),
});

/** What a request made, and where it is. */
export interface Created {
  readonly status: number;
  readonly location: string;
  readonly body: object;
}

/** Does what a request asks for, once for each idempotency key. */
export const onceOnly = async (
  { idempotency }: Service,
  request: FastifyRequest,
  reply: FastifyReply,
  work: () => Promise<Created>,
): Promise<FastifyReply> => {
  const key = (request.headers as { readonly 'idempotency-key'?: string })['idempotency-key'];
  const text = JSON.stringify([request.method, request.url, request.body ?? null]);
  // A key is that of whoever sends it: nobody is given what somebody else was answered.
  const created =
    key === undefined ? await work() : await idempotency.once(`${request.actor.id}\n${key}`, text, work);
  return reply.code(created.status).header('location', created.location).send(created.body);
};
