import * as z from 'zod';
import type { RunSummary } from '../../app/service/runs/look-up.js';
import { type Created, idempotencyHeader, onceOnly } from '../idempotency.js';
import { problemJson, problemSchema } from '../problem-details.js';
import { cursorOf, fromCursor } from './cursor.js';
import { firstOf } from './page.js';
import { nextSchema, pageQuery, problems, type Routes } from './route.js';

const tags = ['runs'];
const statuses = ['queued', 'running', 'succeeded', 'failed', 'stopped', 'interrupted'] as const;

export const runSchema = z
  .object({
    runId: z.string(),
    pipeline: z.string(),
    status: z.enum(statuses),
    startedAt: z.string().describe('ISO 8601; of a run that waits, when it was asked for.'),
    finishedAt: z.string().optional(),
    seconds: z.number().optional(),
    rowsPublished: z.number().optional(),
    replays: z.string().optional().describe('The run whose rows it replays.'),
  })
  .meta({ id: 'Run' });

export const runParams = z.object({
  runId: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[a-z0-9-]+$/),
});

const startSchema = z.strictObject({
  pipeline: z.string().min(1).max(200),
  params: z.record(z.string().max(200), z.string().max(10_000)).default({}),
  asOf: z.string().max(40).optional().describe('ISO 8601; the time that the run stands for.'),
});

const accepted = { 202: runSchema.describe('It waits or runs; `Location` says where to look.'), ...problems };

/** The answer to an order: the run as it stands then. */
export const ordered = (run: RunSummary): Created => ({
  status: 202,
  location: `/v1/runs/${run.runId}`,
  body: run,
});

/** Runs: start, look, cancel, resume. */
export const runRoutes: Routes = (api) => {
  api.get(
    '/v1/runs',
    {
      schema: {
        tags,
        operationId: 'listRuns',
        summary: 'Runs, the newest first.',
        querystring: z.strictObject({
          ...pageQuery,
          pipeline: z.string().max(200).optional(),
          status: z.enum(statuses).optional(),
        }),
        response: { 200: z.object({ runs: z.array(runSchema), next: nextSchema }), ...problems },
      },
    },
    async ({ query: { limit, cursor, pipeline, status }, service: { runs } }) => {
      const found = await runs.list({
        limit: limit + 1,
        ...(cursor === undefined ? {} : { after: fromCursor(cursor) }),
        ...(pipeline === undefined ? {} : { pipeline }),
        ...(status === undefined ? {} : { status }),
      });
      const { items, last } = firstOf(found, limit);
      // Those that wait are on the first page alone.
      if (last === undefined || last.status === 'queued') return { runs: items };
      return { runs: items, next: cursorOf({ startedAt: last.startedAt, runId: last.runId }) };
    },
  );
  api.post(
    '/v1/runs',
    {
      schema: {
        tags,
        operationId: 'startRun',
        summary: 'Starts a run of a pipeline, as its document is now.',
        headers: idempotencyHeader,
        body: startSchema,
        response: accepted,
      },
    },
    async (request, reply) =>
      onceOnly(request, reply, async () => {
        const { pipeline, params, asOf } = request.body;
        const { orders } = request.service;
        return ordered(await orders.start({ pipeline, params, ...(asOf === undefined ? {} : { asOf }) }));
      }),
  );
  api.get(
    '/v1/runs/:runId',
    {
      schema: {
        tags,
        operationId: 'getRun',
        summary: 'How a run stands, and what went wrong.',
        params: runParams,
        response: {
          200: runSchema.extend({ problems: z.array(problemSchema) }).meta({ id: 'RunState' }),
          ...problems,
        },
      },
    },
    async ({ params: { runId }, service: { runs } }) => {
      const run = await runs.get(runId);
      return { ...run, problems: [...problemJson(await runs.problems(runId))] };
    },
  );
  api.post(
    '/v1/runs/:runId/cancel',
    {
      schema: {
        tags,
        operationId: 'cancelRun',
        summary: 'Ends a run that is going on, or takes back one that waits. Nothing is published.',
        params: runParams,
        response: { 202: z.object({ runId: z.string() }), ...problems },
      },
    },
    async ({ params: { runId }, service: { orders } }, reply) => {
      await orders.cancel(runId);
      return reply.code(202).send({ runId });
    },
  );
  api.post(
    '/v1/runs/:runId/resume',
    {
      schema: {
        tags,
        operationId: 'resumeRun',
        summary: 'Goes on from a run that failed or was interrupted, as a new run.',
        headers: idempotencyHeader,
        params: runParams,
        response: accepted,
      },
    },
    async (request, reply) =>
      onceOnly(request, reply, async () =>
        ordered(await request.service.orders.resume(request.params.runId)),
      ),
  );
};
