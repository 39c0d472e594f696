import { createReadStream } from 'node:fs';
import * as z from 'zod';
import { fileFormats, mediaTypes } from '../../app/datasets/index.js';
import {
  askedDataset,
  binary,
  datasetParams,
  given,
  hasAlready,
  markAnswer,
  questionQuery,
  whileAsked,
} from './dataset-answers.js';
import { problems, type Routes } from './route.js';
import { whileAllowed } from './while-allowed.js';

const tags = ['datasets'];

/** A name of ours: of what people have called things, only what is harmless in a header and on a disk. */
const fileName = (parts: readonly string[], format: string): string =>
  `${parts.map((part) => part.replaceAll(/[^A-Za-z0-9-]+/g, '_')).join('.')}.${format}`;

/** Datasets as files. */
export const datasetExportRoutes: Routes = (api) => {
  api.get(
    '/v1/datasets/:pipeline/:node/export',
    {
      schema: {
        tags,
        operationId: 'exportDataset',
        summary: 'All rows of a dataset as a file, as they may be seen.',
        description:
          'In CSV, an apostrophe stands before text and names that a spreadsheet would take for a formula.',
        params: datasetParams,
        querystring: z.strictObject({ ...questionQuery, format: z.enum(fileFormats) }),
        response: {
          200: {
            description: 'The file.',
            content: {
              'text/csv': { schema: z.string() },
              'application/x-ndjson': { schema: z.string() },
              'application/vnd.apache.parquet': binary,
              'application/vnd.apache.arrow.stream': binary,
            },
          },
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const { pipeline, node } = request.params;
      const { version, ...asked } = request.query;
      const { reading } = request.service;
      const of = askedDataset(request.params, version);
      const question = given(asked);
      const {
        tag,
        view,
        value: file,
      } = await reading.exportRows(of, question, hasAlready(request), whileAsked(reply));
      markAnswer(reply, tag);
      if (!file) return reply.code(304).send(undefined as never);
      const name = fileName([pipeline, node, view.version.runId], question.format);
      const stream = whileAllowed(createReadStream(file.path), () => reading.mayStill(of));
      stream.once('close', () => void file.remove());
      return reply
        .header('content-length', file.bytes)
        .header('content-disposition', `attachment; filename="${name}"`)
        .type(mediaTypes[question.format])
        .send(stream as never);
    },
  );
};
