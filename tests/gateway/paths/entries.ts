import type { SentFile } from '../file.js';
import type { Answer, Client } from './http.js';

/** What is promised of a file on its way, as headers of the request that has its last byte, or as a field before it. */
export interface Promised {
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Promised as SHA-256, hexadecimal. */
  readonly sha256?: string;
}

/** One way for a file to come in; gives the answer to the request that has its last byte. */
export type Entry = (client: Client, file: SentFile, promised?: Promised) => Promise<Answer>;

export const CHANNEL = 'all';
const BOUNDARY = 'b0undary';
const TUS = { 'tus-resumable': '1.0.0' } as const;

const put: Entry = async (client, { name, declaredType, bytes }, { headers = {} } = {}) =>
  client.send({
    method: 'PUT',
    path: `/v1/channels/${CHANNEL}/files/${encodeURIComponent(name)}`,
    headers: { ...(declaredType && { 'content-type': declaredType }), ...headers },
    body: await bytes(),
  });

/** As browsers write it, who leave all but these as it is. */
const quoted = (name: string): string =>
  name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');

export const formOf = (parts: readonly (readonly [head: string, body: Uint8Array | string])[]): Buffer =>
  Buffer.concat([
    ...parts.flatMap(([head, body]) => [
      Buffer.from(`--${BOUNDARY}\r\n${head}\r\n\r\n`),
      Buffer.from(body),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${BOUNDARY}--\r\n`),
  ]);

export const field = (name: string, value: string): readonly [string, string] => [
  `content-disposition: form-data; name="${name}"`,
  value,
];

export const filePart = async ({
  name,
  declaredType,
  bytes,
}: SentFile): Promise<readonly [string, Uint8Array]> => [
  `content-disposition: form-data; name="file"; filename="${quoted(name)}"${
    declaredType && `\r\ncontent-type: ${declaredType}`
  }`,
  await bytes(),
];

export const postForm = (
  client: Client,
  body: Uint8Array,
  headers: Promised['headers'] = {},
): Promise<Answer> =>
  client.send({
    method: 'POST',
    path: `/v1/channels/${CHANNEL}/files`,
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, ...headers },
    body,
  });

const multipart: Entry = async (client, file, { sha256, headers } = {}) =>
  postForm(
    client,
    formOf([...(sha256 === undefined ? [] : [field('sha256', sha256)]), await filePart(file)]),
    headers,
  );

const metadataOf = (values: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value = '']) => `${name} ${Buffer.from(value).toString('base64')}`.trimEnd())
    .join(',');

export const createTus = (
  client: Client,
  { name, declaredType }: Omit<SentFile, 'bytes'>,
  headers: Readonly<Record<string, string>>,
  sha256?: string,
): Promise<Answer> =>
  client.send({
    method: 'POST',
    path: '/v1/tus/',
    headers: {
      ...TUS,
      'upload-metadata': metadataOf({ channel: CHANNEL, filename: name, filetype: declaredType, sha256 }),
      ...headers,
    },
    body: Buffer.alloc(0),
  });

export const patchTus = (
  client: Client,
  path: string,
  offset: number | string,
  body: Uint8Array,
  headers: Promised['headers'] = {},
): Promise<Answer> =>
  client.send({
    method: 'PATCH',
    path,
    headers: {
      ...TUS,
      'content-type': 'application/offset+octet-stream',
      'upload-offset': String(offset),
      ...headers,
    },
    body,
  });

export const headTus = (client: Client, path: string): Promise<Answer> =>
  client.send({ method: 'HEAD', path, headers: TUS });

const tus: Entry = async (client, file, { sha256, headers } = {}) => {
  const body = await file.bytes();
  const made = await createTus(client, file, { 'upload-length': String(body.length) }, sha256);
  if (made.status !== 201) return made;
  const path = String(made.headers['location']);
  const half = Math.floor(body.length / 2);
  const first = half > 0 ? await patchTus(client, path, 0, body.subarray(0, half)) : undefined;
  if (first && first.status !== 204) return first;
  return patchTus(client, path, half, body.subarray(half), headers);
};

export const entries = { PUT: put, multipart, tus } as const;
export type EntryName = keyof typeof entries;
export const entryNames = ['PUT', 'multipart', 'tus'] as const satisfies readonly EntryName[];
