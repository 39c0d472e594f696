import * as z from 'zod';
import { askedDataset, whileAsked } from './dataset-answers.js';
import { problems, type Routes } from './route.js';

const MOST_DATASETS = 20;

const name = z.string().min(1).max(200);

const sqlSchema = z.strictObject({
  query: z.string().min(1).max(100_000).describe('One SELECT over the datasets, by their names here.'),
  datasets: z
    .record(
      z
        .string()
        .min(1)
        .max(63)
        .regex(/^[A-Za-z][A-Za-z0-9_]*$/),
      z.strictObject({ pipeline: name, node: name, version: z.string().max(100).optional() }),
    )
    .refine((datasets) => Object.keys(datasets).length <= MOST_DATASETS, `at most ${MOST_DATASETS}`)
    .refine(
      (datasets) =>
        new Set(Object.keys(datasets).map((alias) => alias.toLowerCase())).size ===
        Object.keys(datasets).length,
      'SQL does not tell case apart: two names are the same',
    )
    .describe('What the query reads, by the names that it calls it.'),
  limit: z.int().min(1).max(10_000).default(1_000).describe('Rows at most.'),
});

const answerSchema = z
  .object({
    columns: z.array(z.object({ name: z.string(), type: z.string() })),
    rows: z.array(z.array(z.unknown())),
    isCut: z.boolean().describe('Whether there are rows beyond these.'),
    datasets: z.record(z.string(), z.object({ version: z.string() })),
  })
  .meta({ id: 'SqlAnswer' });

/** Questions in SQL over datasets, as they may be seen. */
export const datasetSqlRoutes: Routes = (api) => {
  api.post(
    '/v1/sql',
    {
      schema: {
        tags: ['datasets'],
        operationId: 'queryDatasets',
        summary: 'Answers one SELECT over datasets, as they may be seen.',
        description:
          'SQL is that of a document: pure functions over the datasets that are named, and nothing else. Functions that make values of any size are not among them.',
        body: sqlSchema,
        response: { 200: answerSchema, ...problems },
      },
    },
    async (request, reply) => {
      const { query, datasets, limit } = request.body;
      const asked = Object.entries(datasets).map(
        ([alias, each]) => [alias, askedDataset(each, each.version)] as const,
      );
      const answer = await request.service.reading.query(
        Object.fromEntries(asked),
        { query, limit },
        whileAsked(reply),
      );
      reply.header('vary', 'Authorization, Cookie').header('cache-control', 'private, no-cache');
      return {
        columns: answer.columns.map((column) => ({ name: column.name, type: column.type })),
        rows: answer.rows.map((row) => [...row]),
        isCut: answer.isCut,
        datasets: Object.fromEntries(
          Object.entries(answer.views).map(([alias, { version }]) => [alias, { version: version.runId }]),
        ),
      };
    },
  );
};
