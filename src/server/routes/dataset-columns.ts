import * as z from 'zod';
import { problems, type Routes } from './route.js';

const tags = ['datasets'];
const classes = ['personal', 'sensitive', 'none'] as const;

const params = z.object({ pipeline: z.string().max(200), node: z.string().max(200) });

const columnSchema = z
  .object({
    name: z.string(),
    class: z.enum(classes).describe('What its values are taken for.'),
    found: z.enum(classes).describe('What runs have found: by contracts, semantic types, and lineage.'),
    sources: z.array(z.string()).describe('The columns of reading nodes that it is made of.'),
    declared: z
      .object({ class: z.enum(classes), by: z.string(), at: z.string(), reason: z.string() })
      .optional()
      .describe('Holds as long as the column is made of the same.'),
  })
  .meta({ id: 'ClassedColumn' });

/** What columns of datasets are taken for, and who said so. */
export const datasetColumnRoutes: Routes = (api) => {
  api.get(
    '/v1/datasets/:pipeline/:node/columns',
    {
      schema: {
        tags,
        operationId: 'listDatasetColumns',
        summary: 'The columns of a dataset, with what their values are taken for.',
        params,
        response: { 200: z.object({ columns: z.array(columnSchema) }), ...problems },
      },
    },
    async ({ params: { pipeline, node }, service: { datasets } }) => ({
      columns: (await datasets.columns(pipeline, node)).map((column) => ({
        ...column,
        sources: [...column.sources],
      })),
    }),
  );
  api.put(
    '/v1/datasets/:pipeline/:node/columns/:column/class',
    {
      schema: {
        tags,
        operationId: 'classifyColumn',
        summary: 'Says what the values of a column are, whatever was found; it is on record.',
        params: params.extend({ column: z.string().max(300) }),
        body: z.strictObject({
          class: z.enum(classes),
          reason: z.string().min(3).max(1000).describe('Why; it stands in the audit trail.'),
        }),
        response: { 204: z.undefined().describe('It holds from the next request.'), ...problems },
      },
    },
    async ({ params: { pipeline, node, column }, body, service: { datasets } }, reply) => {
      await datasets.classify(pipeline, node, column, body);
      return reply.code(204).send();
    },
  );
};
