import * as z from 'zod';
import type { Service } from '../../app/service/service.js';
import { uploadStates } from '../../gateway/upload.js';
import { firstOf } from '../routes/page.js';
import { type Api, nextSchema, pageQuery, problems } from '../routes/route.js';
import { uploadId, uploadJson, uploadSchema } from './schemas.js';

const tags = ['uploads'];
const params = z.object({ id: uploadId });

/** Uploads as they stand. */
export const uploadRecordRoutes = (api: Api, { uploads }: Service): void => {
  if (!uploads) return;
  const { gateway } = uploads;
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
    async () => ({
      channels: uploads.channels.map(({ name, accept, maxBytes }) => ({
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
    async ({ query: { limit, cursor, channel, state } }) => {
      const found = await gateway.list({
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
    async ({ params: { id } }) => uploadJson(await gateway.get(id)),
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
    async ({ params: { id } }, reply) => reply.code(202).send(uploadJson(await gateway.retry(id))),
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
    async ({ params: { id } }, reply) => {
      await gateway.remove(id);
      return reply.code(204).send();
    },
  );
};
