import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { ServiceDoor } from '../../app/service/service.js';
import { failure, MillraceError } from '../../base/errors/index.js';
import type { UploadRecord } from '../../gateway/upload.js';
import { type Api, problems } from '../routes/route.js';
import { uploadsOf } from './of-request.js';
import { channelParams, mediaType, type Receiving, receiving, refusePart } from './receiving.js';
import { uploadJson, uploadSchema } from './schemas.js';

const tags = ['uploads'];
const MOST_FILES = 100;

/** Of the form, and not of any file in it. */
const refuseFormDigest = ({ headers }: FastifyRequest): void => {
  for (const name of ['content-digest', 'repr-digest'])
    if (headers[name] !== undefined)
      throw failure('MR8023', `${name}: of a form it is not held; the field \`sha256\` before a file is`);
};

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

/** Files of a form. */
export const formRoutes = (api: Api, { uploads }: ServiceDoor): void => {
  if (!uploads) return;
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
          response: {
            202: z
              .object({ uploads: z.array(uploadSchema) })
              .describe('They are here; each says how it stands.'),
            ...problems,
          },
        },
      },
      async (request, reply) => {
        if (!request.isMultipart()) throw failure('MR8016', 'a form is `multipart/form-data`');
        refusePart(request);
        refuseFormDigest(request);
        const { channel } = request.params;
        const records = await receiving(uploadsOf(request).gateway, (files) =>
          formFiles(request, channel, files),
        );
        return reply.code(202).send({ uploads: records.map(uploadJson) });
      },
    );
  });
};
