import { createHash } from 'node:crypto';
import type { MillraceClient } from '../create-client.js';
import type { UploadRecord } from './options.js';
import type { SourceFile } from './source-file.js';
import { accepted, asTrouble, Trouble } from './trouble.js';

const PATH = '/v1/tus';
const TUS = { 'tus-resumable': '1.0.0' };

/** Milliseconds for one request: a connection over which nothing comes back any more is given up. */
const MOST = 120_000;

/** Resumable uploads as a client sees them (tus 1.0). All throw `Trouble` and `Gone`. */
export interface Tus {
  /** Begins an upload, and gives its id. */
  readonly begin: (file: SourceFile, channel: string, sha256: string) => Promise<string>;
  /** Bytes that the service has. */
  readonly offset: (id: string) => Promise<number>;
  /** Sends a part with its checksum, and gives the offset after it. */
  readonly append: (id: string, offset: number, part: Buffer) => Promise<number>;
  readonly record: (id: string) => Promise<UploadRecord>;
  readonly remove: (id: string) => Promise<void>;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const metadata = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${base64(value)}`)
    .join(',');

const offsetIn = ({ headers }: Response): number => {
  const text = headers.get('upload-offset');
  if (text === null || !/^\d+$/.test(text)) throw new Trouble('the service did not say at which byte it is');
  return Number(text);
};

/** The last part of it, whatever stands before: the token goes to no other place than the service. */
const idIn = ({ headers }: Response): string => {
  const id = headers.get('location')?.split('/').at(-1) ?? '';
  if (!/^[a-z0-9-]{1,100}$/.test(id)) throw new Trouble('the service did not say where the upload is');
  return id;
};

const sent = async (client: MillraceClient, path: string, init: RequestInit, signal: AbortSignal) => {
  const patience = AbortSignal.timeout(MOST);
  try {
    const request = { ...init, signal: AbortSignal.any([signal, patience]) };
    return await accepted(await client.send(path, request), client.url);
  } catch (thrown) {
    signal.throwIfAborted();
    if (patience.aborted) throw new Trouble(`no answer within ${MOST / 1000} s`);
    throw asTrouble(thrown);
  }
};

export const createTus = (client: MillraceClient, signal: AbortSignal): Tus => {
  const ask = (path: string, method: string, headers: Readonly<Record<string, string>> = {}, body?: Buffer) =>
    sent(client, path, { method, headers: { ...TUS, ...headers }, ...(body && { body }) }, signal);
  return {
    begin: async ({ name, size, declaredType }, channel, sha256) => {
      const said = metadata({ channel, filename: name, filetype: declaredType, sha256 });
      return idIn(await ask(`${PATH}/`, 'POST', { 'upload-length': String(size), 'upload-metadata': said }));
    },
    offset: async (id) => offsetIn(await ask(`${PATH}/${id}`, 'HEAD')),
    append: async (id, offset, part) => {
      const checksum = createHash('sha256').update(part).digest('base64');
      const headers = {
        'content-type': 'application/offset+octet-stream',
        'upload-offset': String(offset),
        'upload-checksum': `sha256 ${checksum}`,
      };
      return offsetIn(await ask(`${PATH}/${id}`, 'PATCH', headers, part));
    },
    record: async (id) => (await (await ask(`/v1/uploads/${id}`, 'GET')).json()) as UploadRecord,
    remove: async (id) => void (await ask(`/v1/uploads/${id}`, 'DELETE')),
  };
};
