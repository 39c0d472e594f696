import * as z from 'zod';
import type { KnownPipeline } from '../../app/service/pipelines/shelf.js';
import { failure } from '../../base/errors/index.js';
import { problemJson, problemSchema } from '../problem-details.js';
import { pageAfter } from './page.js';
import { nextSchema, pageQuery, problems, type Routes } from './route.js';

const tags = ['pipelines'];

const pipelineSchema = z
  .object({
    name: z.string(),
    description: z.string().optional(),
    owner: z.string().optional(),
    tags: z.array(z.string()),
    file: z.string().describe('From the folder of the service.'),
    version: z
      .string()
      .describe('The hash of the document, as in the records of runs; formatting does not count.'),
    modified: z.string(),
    nodes: z.array(z.object({ name: z.string(), kind: z.string() })),
    problems: z.array(problemSchema).describe('Warnings about the document.'),
  })
  .meta({ id: 'Pipeline' });

export const named = z.object({ name: z.string().min(1).max(200) });

const etagOf = ({ textHash }: KnownPipeline): string => `"${textHash}"`;

const shown = ({ document, hash, shown: file, modified, problems: warnings }: KnownPipeline) => ({
  name: document.pipeline,
  ...(document.description === undefined ? {} : { description: document.description }),
  ...(document.owner === undefined ? {} : { owner: document.owner }),
  tags: [...(document.tags ?? [])],
  file,
  version: hash,
  modified,
  nodes: Object.entries(document.nodes).map(([name, { use }]) => ({ name, kind: use })),
  problems: [...problemJson(warnings)],
});

/** The text hash that a client expects, from `If-Match` or `If-None-Match: *`. */
const expectedOf = (headers: {
  readonly 'if-match'?: string | undefined;
  readonly 'if-none-match'?: string | undefined;
}) => {
  if (headers['if-none-match'] === '*') return { textHash: 'none' } as const;
  const match = headers['if-match'];
  if (match === undefined) return undefined;
  const tag = /^"([0-9a-f]{64})"$/.exec(match)?.[1];
  if (tag === undefined) throw failure('MR8002', 'headers if-match: not an ETag of a pipeline');
  return { textHash: tag };
};

/** Pipelines: look, put, validate. */
export const pipelineRoutes: Routes = (api) => {
  api.get(
    '/v1/pipelines',
    {
      schema: {
        tags,
        operationId: 'listPipelines',
        summary: 'The pipelines that the service knows, by name, and documents that do not hold.',
        querystring: z.strictObject(pageQuery),
        response: {
          200: z.object({
            pipelines: z.array(pipelineSchema),
            next: nextSchema,
            broken: z.array(z.object({ file: z.string(), problems: z.array(problemSchema) })),
          }),
          ...problems,
        },
      },
    },
    async ({ query, service: { pipelines } }) => {
      const { items, next } = pageAfter(await pipelines.list(), ({ document }) => document.pipeline, query);
      return {
        pipelines: items.map(shown),
        ...(next === undefined ? {} : { next }),
        broken: (await pipelines.broken()).map((each) => ({
          file: each.shown,
          problems: [...problemJson(each.problems)],
        })),
      };
    },
  );
  api.get(
    '/v1/pipelines/:name',
    {
      schema: {
        tags,
        operationId: 'getPipeline',
        summary: 'One pipeline.',
        params: named,
        response: { 200: pipelineSchema, ...problems },
      },
    },
    async ({ params: { name }, service: { pipelines } }, reply) => {
      const found = await pipelines.get(name);
      return reply.header('etag', etagOf(found)).send(shown(found));
    },
  );
  api.get(
    '/v1/pipelines/:name/document',
    {
      schema: {
        tags,
        operationId: 'getDocument',
        summary: 'The document of a pipeline, as it is written.',
        params: named,
        response: {
          200: { description: 'YAML or JSON.', content: { 'text/plain': { schema: z.string() } } },
          ...problems,
        },
      },
    },
    async ({ params: { name }, service: { pipelines } }, reply) => {
      const found = await pipelines.document(name);
      return reply.header('etag', etagOf(found)).type('text/plain; charset=utf-8').send(found.text);
    },
  );
  api.put(
    '/v1/pipelines/:name/document',
    {
      schema: {
        tags,
        operationId: 'putDocument',
        summary: 'Writes the document of a pipeline; with `If-Match`, only over the text of that ETag.',
        consumes: ['application/yaml', 'text/plain'],
        params: named,
        headers: z.object({
          'if-match': z.string().max(200).optional(),
          'if-none-match': z.string().max(200).optional(),
        }),
        body: z.string().min(1),
        response: { 200: pipelineSchema, 201: pipelineSchema, ...problems },
      },
    },
    async ({ params: { name }, headers, body, service: { pipelines } }, reply) => {
      const { isNew, pipeline } = await pipelines.put(name, body, expectedOf(headers));
      return reply
        .code(isNew ? 201 : 200)
        .header('etag', etagOf(pipeline))
        .send(shown(pipeline));
    },
  );
  api.post(
    '/v1/pipelines/:name/validate',
    {
      schema: {
        tags,
        operationId: 'validatePipeline',
        summary: 'All that can be known of a pipeline without running it: schema, graph, SQL types, sources.',
        params: named,
        response: { 200: z.object({ valid: z.boolean(), problems: z.array(problemSchema) }), ...problems },
      },
    },
    async ({ params: { name }, service: { pipelines } }) => {
      const found = await pipelines.validate(name);
      return {
        valid: found.problems.every(({ severity }) => severity !== 'error'),
        problems: [...problemJson(found.problems)],
      };
    },
  );
};
