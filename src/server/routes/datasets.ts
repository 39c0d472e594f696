import * as z from 'zod';
import type { Dataset, DatasetVersion } from '../../app/service/datasets.js';
import { pageAfter } from './page.js';
import { nextSchema, pageQuery, problems, type Routes } from './route.js';

const tags = ['datasets'];

const versionFields = {
  runId: z.string().describe('The run that published it.'),
  publishedAt: z.string(),
  target: z.string().describe('Where it is, as the document says it: `store://path`.'),
  mode: z.string(),
  rows: z.number(),
  bytes: z.number(),
  sha256: z.string().optional().describe('Of the content; only for those who may see all rows and columns.'),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
};

const versionSchema = z.object(versionFields).meta({ id: 'DatasetVersion' });
const datasetSchema = z
  .object({ pipeline: z.string(), node: z.string(), ...versionFields })
  .meta({ id: 'Dataset' });

const shown = ({ runId, publishedAt, output, columns }: DatasetVersion) => ({
  runId,
  publishedAt,
  target: output.target,
  mode: output.mode,
  rows: output.rows,
  bytes: output.bytes,
  ...(output.sha256 === '' ? {} : { sha256: output.sha256 }),
  columns: columns.map(({ name, type }) => ({ name, type })),
});

const nameOf = ({ pipeline, node }: Dataset): string => `${pipeline}/${node}`;

/** What pipelines have published. */
export const datasetRoutes: Routes = (api) => {
  api.get(
    '/v1/datasets',
    {
      schema: {
        tags,
        operationId: 'listDatasets',
        summary: 'What each pipeline published last.',
        querystring: z.strictObject(pageQuery),
        response: { 200: z.object({ datasets: z.array(datasetSchema), next: nextSchema }), ...problems },
      },
    },
    async ({ query, service: { datasets } }) => {
      const all = (await datasets.list()).toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
      const { items, next } = pageAfter(all, nameOf, query);
      return {
        datasets: items.map((each) => ({ pipeline: each.pipeline, node: each.node, ...shown(each) })),
        ...(next === undefined ? {} : { next }),
      };
    },
  );
  api.get(
    '/v1/datasets/:pipeline/:node/versions',
    {
      schema: {
        tags,
        operationId: 'listDatasetVersions',
        summary: 'The versions of a dataset, the newest first.',
        params: z.object({ pipeline: z.string().max(200), node: z.string().max(200) }),
        querystring: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
        response: { 200: z.object({ versions: z.array(versionSchema) }), ...problems },
      },
    },
    async ({ params: { pipeline, node }, query: { limit }, service: { datasets } }) => ({
      versions: (await datasets.versions(pipeline, node, limit)).map(shown),
    }),
  );
};
