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

/** The run that a request made, and where it is. */
export interface Created {
  readonly status: number;
  readonly location: string;
  readonly body: { readonly runId: string };
}

const answered = (reply: FastifyReply, created: Created): FastifyReply =>
  reply.code(created.status).header('location', created.location).send(created.body);

/** Does what a request asks for, once for each idempotency key. */
export const onceOnly = async (
  request: FastifyRequest,
  reply: FastifyReply,
  work: () => Promise<Created>,
): Promise<FastifyReply> => {
  const { idempotency, runs } = request.service;
  const key = (request.headers as { readonly 'idempotency-key'?: string })['idempotency-key'];
  const text = JSON.stringify([request.method, request.url, request.body ?? null]);
  if (key === undefined) return answered(reply, await work());
  let isDone = false;
  const created = await idempotency.once(key, text, () => {
    isDone = true;
    return work();
  });
  // Rights may be others by now: what was answered before is looked at anew, and on record.
  if (!isDone) await runs.get(created.body.runId);
  return answered(reply, created);
};
