import * as z from 'zod';
import { named } from './pipelines.js';
import { problems, type Routes } from './route.js';
import { runParams } from './runs.js';

/** A page without scripts, which loads nothing and is framed by nobody. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox";

const tracedSchema = z
  .looseObject({
    pipeline: z.string(),
    node: z.string(),
    rows: z.number(),
    nodes: z.array(z.looseObject({})),
  })
  .meta({ id: 'Trace' });

/** Runs and rows as people look at them. */
export const viewRoutes: Routes = (api) => {
  api.get(
    '/v1/runs/:runId/report',
    {
      schema: {
        tags: ['runs'],
        operationId: 'getReport',
        summary: 'A page about a run, of what may be seen of it.',
        params: runParams,
        response: {
          200: { description: 'A page.', content: { 'text/html': { schema: z.string() } } },
          ...problems,
        },
      },
    },
    async ({ params: { runId }, service: { views } }, reply) =>
      reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', PAGE_POLICY)
        .send(await views.report(runId)),
  );
  api.post(
    '/v1/pipelines/:name/trace',
    {
      schema: {
        tags: ['pipelines'],
        operationId: 'traceRows',
        summary: 'The way of rows through a pipeline, over the files as they are now.',
        params: named,
        body: z.strictObject({
          node: z.string().min(1).max(200),
          where: z.string().min(1).max(10_000).describe('SQL condition over the columns of the node.'),
          to: z.string().max(200).optional().describe('Follows the rows down to this node, in place of up.'),
          limit: z.int().min(1).max(100).optional().describe('Rows of each node that are shown.'),
        }),
        response: { 200: tracedSchema, ...problems },
      },
    },
    async ({ params: { name }, body, service: { views } }) => {
      const { to, limit, ...asked } = body;
      const trace = await views.trace(name, {
        ...asked,
        ...(to === undefined ? {} : { to }),
        ...(limit === undefined ? {} : { limit }),
      });
      return { ...trace, nodes: trace.nodes.map((node) => ({ ...node })) };
    },
  );
};
