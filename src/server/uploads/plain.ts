import type { Readable } from 'node:stream';
import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { Service } from '../../app/service/service.js';
import { failure, MillraceError } from '../../base/errors/index.js';
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

/** What is refused half-way is answered on the same connection, which must live on. */
const bytesOf = (stream: Readable): AsyncIterable<Uint8Array> => ({
  [Symbol.asyncIterator]: () => stream.iterator({ destroyOnReturn: false }),
});

/** The files of one request. */
interface Receiving {
  readonly take: (asked: BeginUpload, bytes: AsyncIterable<Uint8Array>) => Promise<void>;
  readonly complete: (digests: ExpectedDigests) => Promise<readonly UploadRecord[]>;
}

/**
 * Receives the files of one request, all or none: whoever is told that it failed sends all of it again, so what a request
 * that broke has brought goes.
 */
const receiving = async (
  gateway: Gateway,
  work: (files: Receiving) => Promise<readonly UploadRecord[]>,
): Promise<readonly UploadRecord[]> => {
  const ids: string[] = [];
  try {
    return await work({
      take: async (asked, bytes) => {
        const { id } = await gateway.begin(asked);
        ids.push(id);
        await gateway.append(id, 0, bytes);
      },
      complete: async (digests) => {
        const records: UploadRecord[] = [];
        for (const id of ids) records.push(await gateway.complete(id, digests));
        return records;
      },
    });
  } catch (thrown) {
    for (const id of ids) await gateway.remove(id).catch(() => undefined);
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
  const milliseconds = Math.min(seconds, MOST_SECONDS) * 1000;
  const { socket } = request.raw;
  const idle = socket.timeout ?? 0;
  // Nothing is sent while the file is examined: the connection is not idle for that.
  socket.setTimeout(milliseconds + idle);
  return gateway
    .settled(record.id, AbortSignal.timeout(milliseconds))
    .catch(() => gateway.get(record.id))
    .finally(() => socket.setTimeout(idle));
};

const mediaType = (text: string | undefined): string =>
  (text ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

const lengthOf = ({ headers }: FastifyRequest): { readonly length?: number } =>
  headers['content-length'] === undefined ? {} : { length: Number(headers['content-length']) };

/** A part of a file would be taken for the whole of it (RFC 9110, 14.5). */
const refusePart = ({ headers }: FastifyRequest): void => {
  if (headers['content-range'] !== undefined)
    throw failure('MR8002', 'headers content-range: a file comes whole here; one in parts comes by tus');
};

/** Of the form, and not of any file in it. */
const refuseFormDigest = ({ headers }: FastifyRequest): void => {
  for (const name of ['content-digest', 'repr-digest'])
    if (headers[name] !== undefined)
      throw failure('MR8023', `${name}: of a form it is not held; the field \`sha256\` before a file is`);
};

const wholeDigests = ({ headers }: FastifyRequest): ExpectedDigests =>
  bothDigests(
    digestsOf('Content-Digest', headers['content-digest']),
    digestsOf('Repr-Digest', headers['repr-digest']),
  );

/** Errors of the parser of forms that are a form's: it breaks off, or has a head that is none. */
const isFormFault = (thrown: unknown): thrown is Error =>
  thrown instanceof Error && !('code' in thrown) && !(thrown instanceof MillraceError);

/** What a form has: its parts, or the bytes of one. Throws MR8002 where it is cut or damaged. */
async function* ofForm<T>(parsed: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* parsed;
  } catch (thrown) {
    throw isFormFault(thrown) ? failure('MR8002', `the form is damaged: ${thrown.message}`) : thrown;
  }
}

/** Takes the files of a form. A field `sha256` speaks of the file after it. */
const formFiles = async (
  request: FastifyRequest,
  channel: string,
  { take, complete }: Receiving,
): Promise<readonly UploadRecord[]> => {
  let sha256: string | undefined;
  for await (const part of ofForm(request.parts())) {
    if (part.type === 'field') {
      if (part.fieldname !== 'sha256') continue;
      if (sha256 !== undefined) throw failure('MR8023', 'the form has two fields `sha256` for one file');
      sha256 = String(part.value).toLowerCase();
      continue;
    }
    const asked = {
      channel,
      principal: ADMINISTRATOR,
      clientName: part.filename,
      declaredType: mediaType(part.mimetype),
      ...(sha256 === undefined ? {} : { expectedSha256: sha256 }),
    };
    sha256 = undefined;
    await take(asked, ofForm<Uint8Array>(part.file));
  }
  if (sha256 !== undefined) throw failure('MR8023', 'the form has a field `sha256` without a file after it');
  const records = await complete({});
  if (records.length === 0) throw failure('MR8002', 'the form has no file');
  return records;
};

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
        refusePart(request);
        const { channel, name } = request.params;
        const digests = wholeDigests(request);
        const asked = {
          channel,
          principal: ADMINISTRATOR,
          clientName: name,
          declaredType: mediaType(request.headers['content-type']),
          ...lengthOf(request),
        };
        const [record] = await receiving(gateway, async (files) => {
          await files.take(asked, bytesOf(request.raw));
          return files.complete(digests);
        });
        if (!record) throw new Error('a file that was received has no record');
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
        refusePart(request);
        refuseFormDigest(request);
        const { channel } = request.params;
        const records = await receiving(gateway, (files) => formFiles(request, channel, files));
        return reply.code(201).send({ uploads: records.map(uploadJson) });
      },
    );
  });
};
