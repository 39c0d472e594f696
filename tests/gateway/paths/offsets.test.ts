import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, type TestContext, vi } from 'vitest';
import type { Served } from '../../server/support/serve.js';
import { CHANNEL } from './entries.js';
import { head, openRaw } from './raw.js';
import { inbox, PATIENTLY, recordsOf, serveUploads, settled } from './service.js';

// Clients that hang cost waiting and nothing else.
vi.setConfig({ maxConcurrency: 40 });

const CSV = `id,name\n${Array.from({ length: 20 }, (_, at) => `${at},name ${at}\n`).join('')}`;
// Each is found again by a name of its own, all of which are as long as this.
const NAME = '00000000.csv';
const FORM = `--b\r\ncontent-disposition: form-data; name="f"; filename="${NAME}"\r\ncontent-type: text/csv\r\n\r\n${CSV}\r\n--b--\r\n`;
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;

const bodies = {
  PUT: { path: `/v1/channels/${CHANNEL}/files/${NAME}`, type: 'text/csv', body: CSV },
  POST: { path: `/v1/channels/${CHANNEL}/files`, type: 'multipart/form-data; boundary=b', body: FORM },
} as const;
type Headers = Readonly<Record<string, string | number>>;
const methods = ['PUT', 'POST'] as const;

let served: Served;
beforeAll(async () => {
  served = await serveUploads('none', ', idle: 2s');
});
afterAll(async () => {
  await served?.close();
});

let sent = 0;

/** Sends all of a request and no more; expects an answer like that, and no file. */
const expectRefused = async (
  { expect }: TestContext,
  method: 'PUT' | 'POST',
  headers: Headers,
  text: string,
  like: RegExp,
) => {
  sent += 1;
  const name = `${String(sent).padStart(8, '0')}.csv`;
  const { path, type } = bodies[method];
  const all = { 'content-type': type, connection: 'close', ...headers };
  const raw = await openRaw(served);
  raw.write((head(served, method, path, all) + text).replaceAll(NAME, name));
  expect(await raw.closed).toMatch(like);
  await expect.poll(() => recordsOf(served, name), PATIENTLY).toEqual([]);
};

/** Says that a body is a part of a file, which is taken for no whole one. */
const parts = [
  ['content-range', 'bytes 0-207/1000'],
  ['content-range', 'bytes 0-207/208'],
  ['content-range', 'bytes 100-307/308'],
  ['content-range', 'bytes 0-207/*'],
  ['content-range', 'bytes */208'],
  ['content-range', 'bytes 207-0/208'],
  ['content-range', 'bytes -1--1/0'],
  ['content-range', 'lines 1-2/3'],
  ['content-range', 'x'],
  ['content-range', ''],
  ['Content-Range', 'bytes 0-1/2, bytes 0-1/2'],
  ['upload-offset', '1'],
  ['upload-offset', '208'],
  ['upload-offset', '-1'],
  ['upload-offset', '٠'],
  ['Upload-Offset', '0, 0'],
  ['upload-complete', '?0'],
  ['upload-incomplete', '?1'],
] as const;

const REFUSED = /^HTTP\/1\.1 400 .*"code":"MR8002"/s;
/** Where there may be more to come, it is waited for until the connection is cut. */
const REFUSED_OR_CUT = /^(HTTP\/1\.1 4\d\d .*"code":"MR8\d+".*)?$/s;

describe.concurrent('a part of a file', () => {
  const all = methods.flatMap((method) => parts.map(([name, value]) => [method, name, value] as const));
  it.for(all)('by %s, with %s: %s, is refused', async ([method, name, value], t) => {
    const { body } = bodies[method];
    await expectRefused(t, method, { 'content-length': body.length, [name]: value }, body, REFUSED);
  });
});

const wrongLengths = (length: number, whole: string) =>
  [
    ['more than it is', { 'content-length': length + 1 }, whole],
    ['far more than it is', { 'content-length': Number.MAX_SAFE_INTEGER }, whole],
    ['more than there are numbers', { 'content-length': '99999999999999999999999' }, whole],
    ['less than nothing', { 'content-length': -1 }, whole],
    ['a number with a sign', { 'content-length': `+${length}` }, whole],
    ['a number of base 16', { 'content-length': '0xd0' }, whole],
    ['a number with an exponent', { 'content-length': '2e2' }, whole],
    ['the same twice', { 'content-length': `${length}, ${length}` }, whole],
    ['two in two headers', { 'content-length': length, 'Content-Length': 10 }, whole],
    [
      'one beside chunks',
      { 'content-length': length, 'transfer-encoding': 'chunked' },
      `${chunk(whole)}0\r\n\r\n`,
    ],
    [
      'one beside chunks, after them',
      { 'transfer-encoding': 'chunked', 'content-length': 4 },
      `${chunk(whole)}0\r\n\r\n`,
    ],
    ['a transfer that is not in chunks', { 'transfer-encoding': 'identity' }, whole],
    ['chunks that are not last', { 'transfer-encoding': 'chunked, gzip' }, `${chunk(whole)}0\r\n\r\n`],
    ['chunks that are none', { 'transfer-encoding': 'xchunked' }, `${chunk(whole)}0\r\n\r\n`],
    ['a chunk that is longer', { 'transfer-encoding': 'chunked' }, `a\r\n${whole}\r\n0\r\n\r\n`],
    ['a chunk that is shorter', { 'transfer-encoding': 'chunked' }, `fff\r\n${whole}\r\n0\r\n\r\n`],
    ['a chunk of less than nothing', { 'transfer-encoding': 'chunked' }, `-1\r\n${whole}\r\n0\r\n\r\n`],
    [
      'a chunk of more than there are numbers',
      { 'transfer-encoding': 'chunked' },
      `${'f'.repeat(17)}\r\n${whole}`,
    ],
    ['no last chunk', { 'transfer-encoding': 'chunked' }, chunk(whole)],
  ] as const;

describe.concurrent('a length that is wrong', () => {
  const all = methods.flatMap((method) => {
    const { body } = bodies[method];
    return wrongLengths(body.length, body).map((wrong) => [method, ...wrong] as const);
  });
  it.for(all)('by %s, %s, lets nothing pass', async ([method, , headers, text], t) => {
    await expectRefused(t, method, headers, text, REFUSED_OR_CUT);
  });

  const promised = { 'repr-digest': `sha-256=:${createHash('sha256').update(CSV).digest('base64')}:` };
  const short = [
    ['PUT', CSV.length - 1, promised],
    ['PUT', 10, promised],
    ['PUT', 0, {}],
    ['POST', FORM.length - 5, {}],
    ['POST', 10, {}],
    ['POST', 0, {}],
  ] as const;
  it.for(short)('by %s, %i of more, lets nothing pass', async ([method, length, more], t) => {
    await expectRefused(
      t,
      method,
      { 'content-length': length, ...more },
      bodies[method].body,
      /^HTTP\/1\.1 4\d\d /,
    );
  });
});

it('lets nothing pass of all of these', async () => {
  expect((await settled(served)).filter(({ state }) => state !== 'rejected')).toEqual([]);
  expect(await inbox(served)).toEqual([]);
});
