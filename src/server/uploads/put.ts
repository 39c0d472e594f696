import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { ServiceDoor } from '../../app/service/service.js';
import type { ExpectedDigests } from '../../gateway/digests.js';
import { sendProblems } from '../errors.js';
import { takeRaw } from '../raw-bodies.js';
import { type Api, problems } from '../routes/route.js';
import { bothDigests, digestsOf } from './digests.js';
import { uploadsOf } from './of-request.js';
import { channelParams, mediaType, receiving, refusePart, waited } from './receiving.js';
import { uploadJson, uploadSchema } from './schemas.js';

const tags = ['uploads'];

/** What is refused half-way is answered on the same connection, which must live on. */
const bytesOf = (stream: Readable): AsyncIterable<Uint8Array> => ({
  [Symbol.asyncIterator]: () => stream.iterator({ destroyOnReturn: false }),
});

const lengthOf = ({ headers }: FastifyRequest): { readonly length?: number } =>
  headers['content-length'] === undefined ? {} : { length: Number(headers['content-length']) };

const wholeDigests = ({ headers }: FastifyRequest): ExpectedDigests =>
  bothDigests(
    digestsOf('Content-Digest', headers['content-digest']),
    digestsOf('Repr-Digest', headers['repr-digest']),
  );

/** A file as the body of one request. */
export const putRoutes = (api: Api, { uploads }: ServiceDoor): void => {
  if (!uploads) return;
  api.register(async (scope: Api) => {
    takeRaw(scope);
    scope.put(
      '/v1/channels/:channel/files/:name',
      {
        config: { takesFile: true },
        schema: {
          tags,
          operationId: 'putFile',
          summary: 'Uploads a file as the body of one request, under the name that the client has for it.',
          consumes: ['*/*'],
          params: channelParams.extend({ name: z.string().min(1).max(1000) }),
          headers: z.object({
            'content-digest': z.string().max(1000).optional().describe('RFC 9530: `sha-256=:…:`.'),
            'repr-digest': z.string().max(1000).optional(),
            prefer: z
              .string()
              .max(100)
              .optional()
              .describe('`wait=30`: answers once the file has passed or not.'),
          }),
          response: {
            201: uploadSchema.describe('It has passed.'),
            202: uploadSchema.describe('It is here; whether it passes is not known yet.'),
            ...problems,
          },
        },
      },
      async (request, reply) => {
        refusePart(request);
        const { channel, name } = request.params;
        const { gateway } = uploadsOf(request);
        const digests = wholeDigests(request);
        const asked = {
          channel,
          clientName: name,
          declaredType: mediaType(request.headers['content-type']),
          ...lengthOf(request),
        };
        const [record] = await receiving(gateway, async (files) => {
          await files.take(asked, bytesOf(request.raw));
          return files.complete(digests);
        });
        if (!record) throw new Error('a file that was received has no record');
        const now = await waited(gateway, request, record);
        reply.header('location', `/v1/uploads/${record.id}`);
        if (now.state === 'rejected') return sendProblems(request, reply, now.problems);
        return reply.code(now.state === 'promoted' ? 201 : 202).send(uploadJson(now));
      },
    );
  });
};
