import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { Service } from '../../app/service/service.js';
import { failure } from '../../base/errors/index.js';
import type { ExpectedDigests } from '../../gateway/digests.js';
import type { BeginUpload, Gateway } from '../../gateway/gateway.js';
import type { UploadRecord } from '../../gateway/upload.js';
import { ADMINISTRATOR } from '../authenticate.js';
import { takeRaw } from '../raw-bodies.js';
import { type Api, problems } from '../routes/route.js';
import { bothDigests, digestsOf } from './digests.js';
import { uploadJson, uploadSchema } from './schemas.js';

const tags = ['uploads'];
const MOST_SECONDS = 300;
const MOST_FILES = 100;

/** One file in one request: what was received of a request that broke is of no use to anybody, and goes. */
const received = async (
  gateway: Gateway,
  asked: BeginUpload,
  bytes: AsyncIterable<Uint8Array>,
  digests: ExpectedDigests,
): Promise<UploadRecord> => {
  const { id } = await gateway.begin(asked);
  try {
    await gateway.append(id, 0, bytes);
    return await gateway.complete(id, digests);
  } catch (thrown) {
    await gateway.remove(id).catch(() => undefined);
    throw thrown;
  }
};

/** `Prefer: wait=N` (RFC 7240): answers once it is known whether the file passes, or after so many seconds. */
const waited = async (
  gateway: Gateway,
  request: FastifyRequest,
  record: UploadRecord,
): Promise<UploadRecord> => {
  const seconds = Number(/(?:^|,)\s*wait=(\d{1,5})/.exec(String(request.headers['prefer'] ?? ''))?.[1] ?? 0);
  if (seconds === 0 || record.state === 'rejected') return record;
  const signal = AbortSignal.timeout(Math.min(seconds, MOST_SECONDS) * 1000);
  return gateway.settled(record.id, signal).catch(() => gateway.get(record.id));
};

const mediaType = (text: string | undefined): string =>
  (text ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

const lengthOf = ({ headers }: FastifyRequest): { readonly length?: number } =>
  headers['content-length'] === undefined ? {} : { length: Number(headers['content-length']) };

const wholeDigests = ({ headers }: FastifyRequest): ExpectedDigests =>
  bothDigests(
    digestsOf('Content-Digest', headers['content-digest']),
    digestsOf('Repr-Digest', headers['repr-digest']),
  );

const channelParams = z.object({ channel: z.string().min(1).max(200) });

/** Uploads in one request: a body that is the file, or a form with files. */
export const plainUploadRoutes = (api: Api, { uploads }: Service): void => {
  if (!uploads) return;
  const { gateway } = uploads;
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
          response: { 201: uploadSchema, ...problems },
        },
      },
      async (request, reply) => {
        const { channel, name } = request.params;
        const digests = wholeDigests(request);
        const asked = {
          channel,
          principal: ADMINISTRATOR,
          clientName: name,
          declaredType: mediaType(request.headers['content-type']),
          ...lengthOf(request),
        };
        const record = await received(gateway, asked, request.raw, digests);
        const shown = uploadJson(await waited(gateway, request, record));
        return reply.code(201).header('location', `/v1/uploads/${record.id}`).send(shown);
      },
    );
  });
  api.register(async (scope: Api) => {
    await scope.register(multipart, {
      // Else `../orders.csv` becomes `orders.csv`, and nobody learns what was asked for.
      preservePath: true,
      limits: {
        files: MOST_FILES,
        fields: MOST_FILES,
        fieldSize: 1000,
        parts: 2 * MOST_FILES,
        fileSize: Number.POSITIVE_INFINITY,
      },
    });
    scope.post(
      '/v1/channels/:channel/files',
      {
        config: { takesFile: true },
        schema: {
          tags,
          operationId: 'postFiles',
          summary: 'Uploads the files of a form; a field `sha256` speaks of the file after it.',
          consumes: ['multipart/form-data'],
          params: channelParams,
          response: { 201: z.object({ uploads: z.array(uploadSchema) }), ...problems },
        },
      },
      async (request, reply) => {
        if (!request.isMultipart()) throw failure('MR8016', 'a form is `multipart/form-data`');
        const records: UploadRecord[] = [];
        let sha256: string | undefined;
        for await (const part of request.parts()) {
          if (part.type === 'field') {
            if (part.fieldname === 'sha256') sha256 = String(part.value).toLowerCase();
            continue;
          }
          const asked = {
            channel: request.params.channel,
            principal: ADMINISTRATOR,
            clientName: part.filename,
            declaredType: mediaType(part.mimetype),
            ...(sha256 === undefined ? {} : { expectedSha256: sha256 }),
          };
          sha256 = undefined;
          records.push(await received(gateway, asked, part.file, {}));
        }
        if (records.length === 0) throw failure('MR8002', 'the form has no file');
        return reply.code(201).send({ uploads: records.map(uploadJson) });
      },
    );
  });
};
