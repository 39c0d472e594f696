import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';

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
  request: FastifyRequest,
  reply: FastifyReply,
  work: () => Promise<Created>,
): Promise<FastifyReply> => {
  const { idempotency } = request.service;
  const key = (request.headers as { readonly 'idempotency-key'?: string })['idempotency-key'];
  const text = JSON.stringify([request.method, request.url, request.body ?? null]);
  const created = key === undefined ? await work() : await idempotency.once(key, text, work);
  return reply.code(created.status).header('location', created.location).send(created.body);
};
