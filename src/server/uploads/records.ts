import * as z from 'zod';
import type { ServiceDoor } from '../../app/service/service.js';
import { uploadStates } from '../../gateway/upload.js';
import { firstOf } from '../routes/page.js';
import { type Api, nextSchema, pageQuery, problems } from '../routes/route.js';
import { uploadsOf } from './of-request.js';
import { uploadId, uploadJson, uploadSchema } from './schemas.js';

const tags = ['uploads'];
const params = z.object({ id: uploadId });

/** Uploads as they stand. */
export const uploadRecordRoutes = (api: Api, { uploads }: ServiceDoor): void => {
  if (!uploads) return;
  api.get(
    '/v1/channels',
    {
      schema: {
        tags,
        operationId: 'listChannels',
        summary: 'Where files may be sent, and which.',
        response: {
          200: z.object({
            channels: z.array(
              z.object({ name: z.string(), accept: z.array(z.string()), maxBytes: z.number() }),
            ),
          }),
          ...problems,
        },
      },
    },
    async (request) => ({
      channels: (await uploadsOf(request).channels()).map(({ name, accept, maxBytes }) => ({
        name,
        accept: [...accept],
        maxBytes,
      })),
    }),
  );
  api.get(
    '/v1/uploads',
    {
      schema: {
        tags,
        operationId: 'listUploads',
        summary: 'Uploads, the newest first.',
        querystring: z.strictObject({
          ...pageQuery,
          channel: z.string().max(200).optional(),
          state: z.enum(uploadStates).optional(),
        }),
        response: { 200: z.object({ uploads: z.array(uploadSchema), next: nextSchema }), ...problems },
      },
    },
    async (request) => {
      const { limit, cursor, channel, state } = request.query;
      const found = await uploadsOf(request).gateway.list({
        limit: limit + 1,
        ...(cursor === undefined ? {} : { after: cursor }),
        ...(channel === undefined ? {} : { channel }),
        ...(state === undefined ? {} : { state }),
      });
      const { items, last } = firstOf(found, limit);
      return { uploads: items.map(uploadJson), ...(last === undefined ? {} : { next: last.id }) };
    },
  );
  api.get(
    '/v1/uploads/:id',
    {
      schema: {
        tags,
        operationId: 'getUpload',
        summary: 'One upload.',
        params,
        response: { 200: uploadSchema, ...problems },
      },
    },
    async (request) => uploadJson(await uploadsOf(request).gateway.get(request.params.id)),
  );
  api.post(
    '/v1/uploads/:id/retry',
    {
      schema: {
        tags,
        operationId: 'retryUpload',
        summary: 'Examines anew an upload that ended in `error`.',
        params,
        response: { 202: uploadSchema, ...problems },
      },
    },
    async (request, reply) =>
      reply.code(202).send(uploadJson(await uploadsOf(request).gateway.retry(request.params.id))),
  );
  api.delete(
    '/v1/uploads/:id',
    {
      schema: {
        tags,
        operationId: 'removeUpload',
        summary: 'Removes an upload that is receiving, rejected or in error.',
        params,
        response: { 204: z.undefined().describe('It is gone.'), ...problems },
      },
    },
    async (request, reply) => {
      await uploadsOf(request).gateway.remove(request.params.id);
      return reply.code(204).send();
    },
  );
};
