import * as z from 'zod';
import { mediaTypes } from '../../app/datasets/index.js';
import {
  askedDataset,
  binary,
  datasetParams,
  given,
  hasAlready,
  markAnswer,
  questionQuery,
} from './dataset-answers.js';
import { nextSchema, problems, type Routes } from './route.js';

const tags = ['datasets'];

const pageFormats = ['json', 'csv', 'parquet', 'arrow'] as const;
type PageFormat = (typeof pageFormats)[number];

const cellSchema = z.unknown().describe('A value: numbers past 2^53, decimals and moments are text.');

export const shownColumnSchema = z.object({
  name: z.string(),
  type: z.string().describe('As it is shown: of what is masked, VARCHAR.'),
  shown: z.enum(['clear', 'mask', 'hash', 'null']),
});

const pageSchema = z
  .object({
    version: z.string().describe('The run that published the rows.'),
    columns: z.array(shownColumnSchema),
    rows: z.array(z.array(cellSchema)).describe('Values in the order of the columns.'),
    next: nextSchema,
  })
  .meta({ id: 'DatasetPage' });

const typeOf = (format: PageFormat): string =>
  format === 'json' ? 'application/json; charset=utf-8' : mediaTypes[format];

const plainType = (type: string): string => type.split(';')[0]?.trim().toLowerCase() ?? '';

/** The first format that the header names; JSON where it names none of them. */
const acceptedFormat = (accept = ''): PageFormat => {
  const wanted = accept.split(',').map(plainType);
  const found = wanted.map((type) => pageFormats.find((format) => plainType(typeOf(format)) === type));
  return found.find((format) => format !== undefined) ?? 'json';
};

/** The rows of datasets, page by page. */
export const datasetRowRoutes: Routes = (api) => {
  api.get(
    '/v1/datasets/:pipeline/:node/rows',
    {
      schema: {
        tags,
        operationId: 'readDataset',
        summary: 'Rows of a dataset, as they may be seen.',
        description:
          'In the order in which they were published, unless `order` says another. `next` leads through one version: once another is published it is answered with MR8901.',
        params: datasetParams,
        querystring: z.strictObject({
          ...questionQuery,
          limit: z.coerce.number().int().min(1).max(10_000).default(100).describe('At most so many.'),
          cursor: z.string().max(500).optional().describe('`next` of the page before.'),
          format: z.enum(pageFormats).optional().describe('Before what `Accept` says.'),
        }),
        response: {
          200: {
            description: 'A page. Of other formats than JSON, the header `x-next-cursor` has `next`.',
            content: {
              'application/json': { schema: pageSchema },
              'text/csv': { schema: z.string() },
              'application/vnd.apache.parquet': binary,
              'application/vnd.apache.arrow.stream': binary,
            },
          },
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const { version, format = acceptedFormat(request.headers.accept), ...asked } = request.query;
      const { tag, value } = await request.service.reading.page(
        askedDataset(request.params, version),
        { ...given(asked), format },
        hasAlready(request),
      );
      markAnswer(reply, tag);
      if (!value) return reply.code(304).send(undefined as never);
      const { body, next } = value;
      if (next !== undefined && format !== 'json') reply.header('x-next-cursor', next);
      return reply.type(typeOf(format)).send(body as never);
    },
  );
};
