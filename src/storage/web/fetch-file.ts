import { createWriteStream } from 'node:fs';
import { mkdir, rm, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { failure } from '../../base/errors/index.js';
import { count } from '../../base/number-text.js';
import type { FetchFile, FetchRequest } from '../../kit/fetching.js';
import { guarded } from '../disk-errors.js';
import { createDigest, digestsOf, type Sent } from './digest.js';
import { isOfDisk, refusal, shownUrl, unreachable } from './refusal.js';
import { createStall, type Stall } from './stall.js';

export interface FetchOptions {
  /** Seconds without a byte after which a server is taken for hanging. */
  readonly stallSeconds: number;
}

const opened = async (url: string, { signal }: Stall): Promise<Response> => {
  const response = await fetch(url, { signal, redirect: 'follow' });
  if (response.ok) return response;
  await response.body?.cancel();
  throw refusal(url, response.status, response.headers.get('retry-after'));
};

/** Bytes that a server says it sends; what was packed on the way has another length than what arrives. */
const lengthOf = ({ headers }: Response): number | undefined => {
  const length = headers.get('content-length');
  return length === null || headers.has('content-encoding') ? undefined : Number(length);
};

const save = async (
  { url, path }: FetchRequest,
  response: Response,
  { signal, beat }: Stall,
  digests: readonly Sent[],
): Promise<void> => {
  const hashing = digests.map(createDigest);
  let size = 0;
  const seen = new Transform({
    transform: (chunk: Buffer, _, done) => {
      beat();
      size += chunk.length;
      for (const { update } of hashing) update(chunk);
      done(null, chunk);
    },
  });
  const expected = lengthOf(response);
  const body = response.body ? Readable.fromWeb(response.body as ReadableStream) : Readable.from([]);
  try {
    await pipeline(body, seen, createWriteStream(path), { signal });
  } catch (thrown) {
    if (signal.aborted || isOfDisk(thrown)) throw thrown;
    const all = expected === undefined ? '' : ` of ${count(expected)}`;
    throw failure('MR3041', `${shownUrl(url)} ended after ${count(size)}${all} bytes`);
  }
  for (const { wrong } of hashing) {
    const what = wrong();
    if (what !== undefined) throw failure('MR3042', `${shownUrl(url)} is not what its server says: ${what}`);
  }
};

/** The time of the file is the server's, so that a file which has not changed is known again. */
const dated = async (path: string, { headers }: Response): Promise<void> => {
  const time = Date.parse(headers.get('last-modified') ?? '');
  if (!Number.isNaN(time)) await utimes(path, new Date(time), new Date(time));
};

/** What fetches files by HTTP, whole or not at all. */
export const createFetch =
  ({ stallSeconds }: FetchOptions): FetchFile =>
  async (request) => {
    const { url, path, signal } = request;
    await guarded({ doing: 'make a folder for what is fetched', path }, () =>
      mkdir(dirname(path), { recursive: true }),
    );
    const stall = createStall(stallSeconds, signal);
    try {
      const response = await opened(url, stall);
      await save(request, response, stall, digestsOf(response.headers));
      await dated(path, response);
    } catch (thrown) {
      await rm(path, { force: true });
      signal.throwIfAborted();
      throw unreachable(url, thrown, stall.hasStalled() ? stallSeconds : undefined);
    } finally {
      stall.end();
    }
  };
