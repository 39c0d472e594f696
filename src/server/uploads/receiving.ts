import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { ActorGateway } from '../../app/service/guarded/uploads.js';
import { failure } from '../../base/errors/index.js';
import type { ExpectedDigests } from '../../gateway/digests.js';
import type { UploadRecord } from '../../gateway/upload.js';

const MOST_SECONDS = 300;

export const channelParams = z.object({ channel: z.string().min(1).max(200) });

/** Without its parameters. */
export const mediaType = (text: string | undefined): string =>
  (text ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

/** Headers by which a body is a part of a file (RFC 9110, 14.5; tus; resumable uploads of the IETF), and what they say of a whole one. */
const partHeaders: Readonly<Record<string, string | undefined>> = {
  'content-range': undefined,
  'upload-offset': undefined,
  'upload-complete': '?1',
  'upload-incomplete': '?0',
};

/** A part of a file would be taken for the whole of it. */
export const refusePart = ({ headers }: FastifyRequest): void => {
  for (const [name, ofWhole] of Object.entries(partHeaders))
    if (headers[name] !== undefined && headers[name] !== ofWhole)
      throw failure('MR8002', `headers ${name}: a file comes whole here; one in parts comes by tus`);
};

/** The files of one request. */
export interface Receiving {
  readonly take: (
    asked: Parameters<ActorGateway['begin']>[0],
    bytes: AsyncIterable<Uint8Array>,
  ) => Promise<void>;
  readonly complete: (digests: ExpectedDigests) => Promise<readonly UploadRecord[]>;
}

/**
 * Receives the files of one request, all or none: whoever is told that it failed sends all of it again, so what a request
 * that broke has brought goes.
 */
export const receiving = async (
  gateway: ActorGateway,
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
export const waited = async (
  gateway: ActorGateway,
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
