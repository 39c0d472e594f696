import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, type TestContext, vi } from 'vitest';
import type { Served } from '../../server/support/serve.js';
import { CHANNEL, createTus, headTus, patchTus } from './entries.js';
import { type Answer, type Client, createClient } from './http.js';
import { head, openRaw } from './raw.js';
import { inbox, PATIENTLY, recordsOf, serveUploads, settled } from './service.js';

// Clients that hang cost waiting and nothing else.
vi.setConfig({ maxConcurrency: 40 });

const CSV = `id,name\n${Array.from({ length: 20 }, (_, at) => `${at},name ${at}\n`).join('')}`;
const HALF = CSV.length / 2;
const SHA256 = createHash('sha256').update(CSV).digest('base64');
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;

let served: Served;
let client: Client;
/** Names of what was cut, and then brought to its end. */
const resumed: string[] = [];
beforeAll(async () => {
  served = await serveUploads('none', ', idle: 2s, request: 200ms');
  client = createClient(served);
});
afterAll(async () => {
  client?.close();
  await served?.close();
});

type Headers = Readonly<Record<string, string | number>>;
type Stops = readonly (readonly [about: string, headers: Headers, body: string])[];

const length = { 'content-length': CSV.length };
const chunked = { 'transfer-encoding': 'chunked' };

/** Where the bytes of a file stop that is a body of its own. */
const inBody: Stops = [
  ['before the body', length, ''],
  ['before the body that it asks for', { ...length, expect: '100-continue' }, ''],
  ['after the first byte', length, CSV.slice(0, 1)],
  ['in the middle', length, CSV.slice(0, HALF)],
  ['before the last byte', length, CSV.slice(0, -1)],
  ['before the first chunk', chunked, ''],
  ['in the size of a chunk', chunked, `${chunk(CSV.slice(0, HALF))}1`],
  ['in a chunk', chunked, chunk(CSV).slice(0, 4 + HALF)],
];

// Each is found again by a name of its own, all of which are as long as this.
const NAME = '00000000.csv';
const FORM = `--b\r\ncontent-disposition: form-data; name="f"; filename="${NAME}"\r\ncontent-type: text/csv\r\n\r\n`;
const form = { 'content-length': 2000 };
const inForm: Stops = [
  ['before the form', form, ''],
  ['before the form that it asks for', { ...form, expect: '100-continue' }, ''],
  ['in the first boundary', form, '--'],
  ['in the head of a part', form, FORM.slice(0, 40)],
  ['before the content of a part', form, FORM],
  ['after the first byte of a part', form, `${FORM}i`],
  ['in the middle of a part', form, FORM + CSV.slice(0, HALF)],
  ['before the last byte of a part', form, FORM + CSV.slice(0, -1)],
  ['before the last boundary', form, FORM + CSV],
  ['in the last boundary', form, `${FORM}${CSV}\r\n--b-`],
  ['in a field', form, `--b\r\ncontent-disposition: form-data; name="sha256"\r\n\r\nab`],
  ['in the second file', form, `${FORM}${CSV}\r\n${FORM}${CSV.slice(0, HALF)}`],
  ['in the size of a chunk', chunked, `${chunk(FORM + CSV)}1`],
  ['in a chunk', chunked, chunk(FORM + CSV).slice(0, FORM.length + HALF)],
];

/** All that comes until the service cuts a request that has stopped. */
const cutOf = async (text: string): Promise<string> => {
  const raw = await openRaw(served);
  raw.write(text);
  return raw.closed;
};

const expectCut = (answer: string): void => {
  expect(answer.replace('HTTP/1.1 100 Continue\r\n\r\n', '')).toBe('');
};

const putAt = (name: string): string => `/v1/channels/${CHANNEL}/files/${name}`;
const POST = `/v1/channels/${CHANNEL}/files`;
const TYPE = { 'content-type': 'text/csv' };
const FORM_TYPE = { 'content-type': 'multipart/form-data; boundary=b' };
const PATCH = { 'tus-resumable': '1.0.0', 'content-type': 'application/offset+octet-stream' };

const wholeInChunks = ['before the last chunk', chunked, chunk(CSV)] as const;
const bodies = [
  ...[...inBody, wholeInChunks].map((stop) => ['PUT', ...stop] as const),
  ...inForm.map((stop) => ['POST', ...stop] as const),
].map(([method, about, headers, body], at) => [method, about, headers, body, at] as const);

describe.concurrent('a client that goes silent', () => {
  const heads = (['PUT', 'POST', 'PATCH'] as const).flatMap((method) =>
    (['in the first line', 'in the name of a header', 'before the end of the head'] as const).map(
      (about) => [method, about] as const,
    ),
  );
  it.for(heads)('by %s %s, is told so', async ([method, about], { expect }) => {
    const path = { PUT: putAt('head.csv'), POST, PATCH: '/v1/tus/x' }[method];
    const whole = head(served, method, path, length);
    const ends = { 'in the first line': 9, 'in the name of a header': -27, 'before the end of the head': -2 };
    const answer = await cutOf(whole.slice(0, ends[about]));
    expect(answer).toMatch(/^HTTP\/1\.1 408 .*"code":"MR8020"/s);
    expect(await recordsOf(served, 'head.csv')).toEqual([]);
  });

  it.for(['PUT', 'POST', 'PATCH'])(
    'in all but a header now and then, by %s, is told so',
    async (method, t) => {
      const raw = await openRaw(served);
      raw.write(`${method} ${putAt('trickle.csv')} HTTP/1.1\r\n`);
      const trickle = setInterval(() => raw.write('x: y\r\n'), 50);
      t.expect(await raw.closed).toMatch(/^HTTP\/1\.1 408 .*"code":"MR8020"/s);
      clearInterval(trickle);
      t.expect(await recordsOf(served, 'trickle.csv')).toEqual([]);
    },
  );

  it.for(bodies)(
    'by %s %s, is cut, and leaves nothing',
    async ([method, , headers, body, at], { expect }) => {
      const name = `${String(at).padStart(8, '0')}.csv`;
      const [path, type] = method === 'PUT' ? [putAt(name), TYPE] : [POST, FORM_TYPE];
      const request = head(served, method, path, { ...type, ...headers }) + body.replaceAll(NAME, name);
      expectCut(await cutOf(request));
      await expect.poll(() => recordsOf(served, name), PATIENTLY).toEqual([]);
    },
  );
});

/** Sends the rest, as clients do: while the request that was cut is still put in order, it is to be sent again. */
const sendRest = async (path: string, offset: number, headers: Record<string, string>): Promise<Answer> => {
  const answer = await patchTus(client, path, offset, Buffer.from(CSV.slice(offset)), headers);
  return answer.status === 423 ? sendRest(path, offset, headers) : answer;
};

const offsetOf = async (path: string): Promise<number> =>
  Number((await headTus(client, path)).headers['upload-offset']);

/** Brings an upload to its end from where it is; the digest of the whole holds only if that is the exact byte. */
const resume = async (path: string, offset: number, more: Record<string, string>, t: TestContext) => {
  await t.expect.poll(() => offsetOf(path), PATIENTLY).toBe(offset);
  if (offset < CSV.length || 'upload-length' in more) {
    const { status, text } = await sendRest(path, offset, { ...more, 'repr-digest': `sha-256=:${SHA256}:` });
    t.expect([status, text]).toEqual([204, '']);
  }
  resumed.push(path.split('/').at(-1) ?? '');
};

describe.concurrent('a client that goes silent by tus', () => {
  const checked = { 'upload-checksum': `sha256 ${SHA256}` };
  const digested = { 'content-digest': `sha-256=:${SHA256}:` };
  const stops = [
    ...inBody,
    wholeInChunks,
    ...inBody.map(
      ([about, headers, body]) => [`${about}, checked`, { ...checked, ...headers }, body] as const,
    ),
    ['in the middle, digested', { ...length, ...digested }, CSV.slice(0, HALF)] as const,
    ['before the last chunk, checked', { ...chunked, ...checked }, chunk(CSV)] as const,
  ];
  /** What is kept of a body: all that came; or nothing where there is a promise, unless what came holds it. */
  const keptOf = ([about, headers, body]: Stops[number]): number => {
    if (about.startsWith('before the last chunk')) return CSV.length;
    if (/checked|digested/.test(about)) return 0;
    if (!('transfer-encoding' in headers)) return body.length;
    return body === '' ? 0 : HALF;
  };

  it.for(stops)('by PATCH %s, is cut, and goes on at the exact byte', async (stop, t) => {
    const [about, headers, body] = stop;
    const name = `patch ${about}.csv`.replaceAll(' ', '-');
    const file = { name, declaredType: 'text/csv' };
    const made = await createTus(client, file, { 'upload-length': String(CSV.length) });
    const path = String(made.headers['location']);
    expectCut(await cutOf(head(served, 'PATCH', path, { ...PATCH, 'upload-offset': 0, ...headers }) + body));
    const records = await recordsOf(served, name);
    t.expect(records.map(({ state }) => state)).toEqual(['receiving']);
    await resume(path, keptOf(stop), {}, t);
  });

  const creations = stops.flatMap((stop) =>
    (['upload-length', 'upload-defer-length'] as const).map((kind) => [stop[0], kind, stop] as const),
  );
  it.for(creations)(
    'by POST %s, with %s, is cut, and goes on at the exact byte',
    async ([about, kind, stop], t) => {
      const name = `post ${about} ${kind}.csv`.replaceAll(' ', '-');
      const metadata = { channel: CHANNEL, filename: name, filetype: 'text/csv' };
      const pairs = Object.entries(metadata).map(([key, value]) => `${key} ${btoa(value)}`);
      const size = { [kind]: kind === 'upload-length' ? CSV.length : 1 };
      const creation = { ...PATCH, 'upload-metadata': pairs.join(','), ...size, ...stop[1] };
      expectCut(await cutOf(head(served, 'POST', '/v1/tus/', creation) + stop[2]));
      const records = await recordsOf(served, name);
      t.expect(records.map(({ state }) => state)).toEqual(['receiving']);
      const more = kind === 'upload-length' ? {} : { 'upload-length': String(CSV.length) };
      await resume(`/v1/tus/${records[0]?.id}`, keptOf(stop), more, t);
    },
  );
});

it('lets pass what was brought to its end and nothing else', async () => {
  const promoted = (await settled(served)).filter(({ state }) => state === 'promoted');
  expect(promoted.map(({ id }) => id).toSorted()).toEqual(resumed.toSorted());
  const names = (await inbox(served)).filter((name) => !name.startsWith('.'));
  expect(names.toSorted()).toEqual(promoted.map(({ promotion }) => promotion?.name).toSorted());
});
