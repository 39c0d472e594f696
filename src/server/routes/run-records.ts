import * as z from 'zod';
import { idempotencyHeader, onceOnly } from '../idempotency.js';
import { problemJson, problemSchema } from '../problem-details.js';
import { problems, type Routes } from './route.js';
import { ordered, runParams, runSchema } from './runs.js';

const tags = ['runs'];

/** The whole of it is described in the guide; programs find what they know. */
const recordSchema = z
  .looseObject({
    version: z.literal(1),
    runId: z.string(),
    pipeline: z.string(),
    status: z.string(),
    startedAt: z.string(),
    finishedAt: z.string(),
    seconds: z.number(),
    params: z.record(z.string(), z.string()),
    problems: z.array(problemSchema),
  })
  .meta({ id: 'RunRecord' });

const decisionSchema = z
  .object({
    node: z.string(),
    about: z.string(),
    column: z.string().optional(),
    action: z.enum(['proceed', 'adapt', 'quarantine', 'stop']),
    chosen: z.string(),
    evidence: z.string(),
    alternatives: z.array(z.string()),
    files: z.array(z.string()),
    isDeclared: z.boolean().optional(),
  })
  .meta({ id: 'Decision' });

const reasonSchema = z.object({
  rule: z.string(),
  column: z.string().nullable(),
  message: z.string(),
  value: z.string().nullable(),
});

const quarantineSchema = z
  .object({
    node: z.string(),
    kept: z.int().describe('Rows that are there.'),
    groups: z.array(
      z.object({
        rule: z.string(),
        columns: z.array(z.string()),
        message: z.string(),
        rows: z.int(),
        examples: z.array(z.string()),
      }),
    ),
    rows: z.array(
      z.object({
        row: z.number().optional(),
        reasons: z.array(reasonSchema),
        goesOn: z.boolean().describe('Whether the row went on, without the value.'),
        file: z.string().nullable(),
        record: z.number().nullable(),
        original: z.record(z.string(), z.unknown()).describe('As it was read, as far as it may be seen.'),
        replayedBy: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'Quarantine' });

/** What is known of a run once it has ended: its record, decisions and bad rows. */
export const runRecordRoutes: Routes = (api) => {
  api.get(
    '/v1/runs/:runId/record',
    {
      schema: {
        tags,
        operationId: 'getRecord',
        summary: 'All that is known of a run that has ended.',
        params: runParams,
        response: { 200: recordSchema, ...problems },
      },
    },
    async ({ params: { runId }, service: { runs } }) => {
      const record = await runs.record(runId);
      return { ...record, params: { ...record.params }, problems: [...problemJson(record.problems)] };
    },
  );
  api.get(
    '/v1/runs/:runId/decisions',
    {
      schema: {
        tags,
        operationId: 'listDecisions',
        summary: 'What was decided about the inputs before they were read, and on what evidence.',
        params: runParams,
        response: { 200: z.object({ decisions: z.array(decisionSchema) }), ...problems },
      },
    },
    async ({ params: { runId }, service: { runs } }) => ({
      decisions: ((await runs.record(runId)).decisions ?? []).map(({ alternatives, files, ...decision }) => ({
        ...decision,
        alternatives: [...alternatives],
        files: [...files],
      })),
    }),
  );
  api.get(
    '/v1/runs/:runId/quarantine',
    {
      schema: {
        tags,
        operationId: 'getQuarantine',
        summary: 'Bad rows with their reasons, by node; columns are shown as whoever asks may see them.',
        params: runParams,
        querystring: z.strictObject({
          node: z.string().max(200).optional(),
          limit: z.coerce.number().int().min(0).max(1000).default(50).describe('Rows of each node, at most.'),
        }),
        response: { 200: z.object({ nodes: z.array(quarantineSchema) }), ...problems },
      },
    },
    async ({ params: { runId }, query: { node, limit }, service: { quarantine } }) => {
      const found = await quarantine(runId, node, limit);
      return {
        nodes: found.map(({ contract, kept, groups, rows }) => ({
          node: contract.node,
          kept,
          groups: groups.map((group) => ({
            ...group,
            columns: [...group.columns],
            examples: [...group.examples],
          })),
          rows: rows.map(({ isRecord: _, ...row }) => ({ ...row, reasons: [...row.reasons] })),
        })),
      };
    },
  );
  api.post(
    '/v1/runs/:runId/replay',
    {
      schema: {
        tags,
        operationId: 'replayQuarantine',
        summary: 'Puts bad rows through the document as it is now, as a new run.',
        headers: idempotencyHeader,
        params: runParams,
        body: z.strictObject({
          node: z.string().max(200).optional(),
          where: z.string().max(10_000).optional().describe('Which rows: SQL over their columns, as text.'),
          set: z
            .record(z.string().max(200), z.string().max(10_000))
            .default({})
            .describe('What is changed in them first: SQL for each column.'),
        }),
        response: { 202: runSchema, ...problems },
      },
    },
    async (request, reply) =>
      onceOnly(request, reply, async () => {
        const { runId } = request.params;
        const { node, where, set } = request.body;
        const chosen = {
          ...(node === undefined ? {} : { node }),
          ...(where === undefined ? {} : { where }),
        };
        return ordered(await request.service.orders.replay({ runId, set, ...chosen }));
      }),
  );
};
