import * as z from 'zod';
import { named } from './pipelines.js';
import { problems, type Routes } from './route.js';

const tags = ['pipelines'];

const versionSchema = z.object({ version: z.string(), since: z.string() }).meta({ id: 'PipelineVersion' });

const changeSchema = z
  .object({
    kind: z.enum(['added', 'removed', 'changed']),
    path: z.string().describe('Where in the document: `nodes.late.with.where`.'),
    before: z.unknown().optional(),
    after: z.unknown().optional(),
  })
  .meta({ id: 'Change' });

const versionName = z.string().regex(/^[0-9a-f]{6,64}$/);

/** The versions of pipelines, and how they differ. */
export const pipelineVersionRoutes: Routes = (api) => {
  api.get(
    '/v1/pipelines/:name/versions',
    {
      schema: {
        tags,
        operationId: 'listVersions',
        summary: 'The versions that the service has seen, the newest first.',
        params: named,
        response: { 200: z.object({ versions: z.array(versionSchema) }), ...problems },
      },
    },
    async ({ params: { name }, service: { pipelines } }) => ({
      versions: (await pipelines.versions(name)).map(({ hash, since }) => ({ version: hash, since })),
    }),
  );
  api.get(
    '/v1/pipelines/:name/versions/:version',
    {
      schema: {
        tags,
        operationId: 'getVersion',
        summary: 'The document of a version, as it was written.',
        params: named.extend({ version: versionName }),
        response: {
          200: { description: 'YAML or JSON.', content: { 'text/plain': { schema: z.string() } } },
          ...problems,
        },
      },
    },
    async ({ params: { name, version }, service: { pipelines } }, reply) =>
      reply.type('text/plain; charset=utf-8').send(await pipelines.versionText(name, version)),
  );
  api.get(
    '/v1/pipelines/:name/diff',
    {
      schema: {
        tags,
        operationId: 'diffVersions',
        summary: 'What differs between two versions, by what it means and not how it is written.',
        params: named,
        querystring: z.strictObject({
          from: versionName,
          to: versionName,
        }),
        response: { 200: z.object({ changes: z.array(changeSchema) }), ...problems },
      },
    },
    async ({ params: { name }, query: { from, to }, service: { pipelines } }) => ({
      changes: [...(await pipelines.diff(name, from, to))],
    }),
  );
};
