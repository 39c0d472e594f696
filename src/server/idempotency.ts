import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { Service } from '../app/service/service.js';
import type { Json } from '../kit/index.js';

export const idempotencyHeader = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe('Repetitions with the same key are done once; remembered for a day.'),
});

interface Created {
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
  const answer = async () => {
    const { status, ...created } = await work();
    return { status, body: created as unknown as Json };
  };
  const text = JSON.stringify([request.method, request.url, request.body ?? null]);
  const { status, body } = key === undefined ? await answer() : await idempotency.once(key, text, answer);
  const { location, body: content } = body as unknown as Created;
  return reply.code(status).header('location', location).send(content);
};
