import * as z from 'zod';
import { askedDataset, datasetParams, hasAlready, markAnswer, questionQuery } from './dataset-answers.js';
import { shownColumnSchema } from './dataset-rows.js';
import { problems, type Routes } from './route.js';

const profileSchema = z
  .object({
    version: z.string(),
    rows: z.int().describe('Those that may be seen.'),
    columns: z.array(
      shownColumnSchema.extend({
        shown: z.string(),
        nulls: z.int(),
        distinct: z.int().describe('Different values, nulls not counted.'),
        least: z.unknown().optional(),
        greatest: z.unknown().optional(),
        frequent: z
          .array(z.object({ value: z.string(), rows: z.int() }))
          .describe('The values that stand there most often, at most five, as text.'),
      }),
    ),
  })
  .meta({ id: 'DatasetProfile' });

/** What the columns of datasets are like. */
export const datasetProfileRoutes: Routes = (api) => {
  api.get(
    '/v1/datasets/:pipeline/:node/profile',
    {
      schema: {
        tags: ['datasets'],
        operationId: 'profileDataset',
        summary: 'What the columns of a dataset are like, of the rows and values that may be seen.',
        params: datasetParams,
        querystring: z.strictObject({ version: questionQuery.version }),
        response: { 200: profileSchema, ...problems },
      },
    },
    async (request, reply) => {
      const { tag, value: profile } = await request.service.reading.profile(
        askedDataset(request.params, request.query.version),
        hasAlready(request),
      );
      markAnswer(reply, tag);
      if (!profile) return reply.code(304).send(undefined as never);
      return {
        ...profile,
        columns: profile.columns.map((column) => ({ ...column, frequent: [...column.frequent] })),
      };
    },
  );
};
