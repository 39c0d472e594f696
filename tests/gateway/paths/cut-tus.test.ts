import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, type TestContext, vi } from 'vitest';
import type { Served } from '../../server/support/serve.js';
import { CHANNEL, createTus, headTus, patchTus } from './entries.js';
import { type Answer, type Client, createClient } from './http.js';
import { head, openRaw } from './raw.js';
import { inbox, PATIENTLY, recordsOf, serveUploads, settled } from './service.js';

// What a broken connection costs is waiting and nothing else.
vi.setConfig({ maxConcurrency: 20 });

const CSV = `id,name\n${Array.from({ length: 20 }, (_, at) => `${at},name ${at}\n`).join('')}`;
const HALF = CSV.length / 2;
const digest = (algorithm: string, text: string): string =>
  createHash(algorithm).update(text).digest('base64');
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;

let served: Served;
let client: Client;
/** The service's ends of connections, by the ports of the others. */
const ends = new Map<number | undefined, Socket>();
/** Ids of what was cut, and then brought to its end. */
const resumed: string[] = [];
beforeAll(async () => {
  served = await serveUploads('none');
  served.app.server.on('connection', (socket) => ends.set(socket.remotePort, socket));
  client = createClient(served);
});
afterAll(async () => {
  client?.close();
  await served?.close();
});

/** A reset, which throws away what waits to be read; a close; and the end of what is sent, which still takes an answer. */
const ways = {
  reset: (socket: Socket) => socket.resetAndDestroy(),
  close: (socket: Socket) => socket.destroy(),
  end: (socket: Socket) => socket.end(),
} as const;
type Way = keyof typeof ways;
const wayNames = ['reset', 'close', 'end'] as const;

/** Sends this, and breaks off once the service has read it, and has as many uploads of a name as are given. */
const breakOff = async (
  way: Way,
  text: string,
  { expect }: TestContext,
  [name, count]: readonly [string, number] = ['', 0],
): Promise<string> => {
  const raw = await openRaw(served);
  raw.write(text);
  const read = () => ends.get(raw.socket.localPort)?.bytesRead;
  await expect.poll(read, PATIENTLY).toBe(Buffer.byteLength(text));
  await expect.poll(async () => (await recordsOf(served, name)).length, PATIENTLY).toBe(count);
  // What is read is on its way to the disk for a moment; tests hold however far it comes.
  await wait(15);
  ways[way](raw.socket);
  return raw.closed;
};

/**
 * Sends the rest, as clients do: while the request that broke is still put in order, it is to be sent again. Gives where it
 * was taken.
 */
const sendRest = async (path: string, headers: Record<string, string>): Promise<[number, Answer]> => {
  const offset = Number((await headTus(client, path)).headers['upload-offset']);
  const answer = await patchTus(client, path, offset, Buffer.from(CSV.slice(offset)), headers);
  return [409, 423].includes(answer.status) ? sendRest(path, headers) : [offset, answer];
};

/** Nothing of it passes until it is brought to its end, and the digest of the whole holds then. */
const expectResumable = async (name: string, most: number, isKnown: boolean, { expect }: TestContext) => {
  const [record, ...more] = await recordsOf(served, name);
  expect([record?.state, more]).toEqual(['receiving', []]);
  const length = isKnown ? {} : { 'upload-length': String(CSV.length) };
  const promised = { ...length, 'repr-digest': `sha-256=:${digest('sha256', CSV)}:` };
  const [offset, { status, text }] = await sendRest(`/v1/tus/${record?.id}`, promised);
  expect([status, text]).toEqual([204, '']);
  expect(offset).toBeLessThanOrEqual(most);
  resumed.push(String(record?.id));
};

const whole = { 'content-length': CSV.length };
const chunked = { 'transfer-encoding': 'chunked' };
const sha1 = { 'upload-checksum': `sha1 ${digest('sha1', CSV)}` };
const content = { 'content-digest': `sha-512=:${digest('sha512', CSV)}:` };

/** Where a body breaks off, and the most that may be kept of it. */
const breaks = [
  ['before the body', whole, '', 0],
  ['before the body that it asks for', { ...whole, expect: '100-continue' }, '', 0],
  ['after the first byte', whole, CSV.slice(0, 1), 1],
  ['in the middle', whole, CSV.slice(0, HALF), HALF],
  ['before the last byte', whole, CSV.slice(0, -1), CSV.length - 1],
  ['in the size of a chunk', chunked, `${chunk(CSV.slice(0, HALF))}1`, HALF],
  ['in a chunk', chunked, chunk(CSV).slice(0, 4 + HALF), HALF],
  ['before the body, with a checksum', { ...whole, ...sha1 }, '', 0],
  ['after the first byte, with a checksum', { ...whole, ...sha1 }, CSV.slice(0, 1), 0],
  ['in the middle, with a checksum', { ...whole, ...sha1 }, CSV.slice(0, HALF), 0],
  ['before the last byte, with a checksum', { ...whole, ...sha1 }, CSV.slice(0, -1), 0],
  ['in a chunk, with a checksum', { ...chunked, ...sha1 }, chunk(CSV).slice(0, 4 + HALF), 0],
  ['in the middle, with a digest', { ...whole, ...content }, CSV.slice(0, HALF), 0],
] as const;

const TUS = { 'tus-resumable': '1.0.0' };
const PATCH = { ...TUS, 'content-type': 'application/offset+octet-stream' };
const nameOf = (...parts: readonly string[]): string => `${parts.join(' ').replaceAll(' ', '-')}.csv`;
const creation = (name: string, size: Readonly<Record<string, number>>) => {
  const values = Object.entries({ channel: CHANNEL, filename: name, filetype: 'text/csv' });
  return {
    ...TUS,
    'upload-metadata': values.map(([key, value]) => `${key} ${btoa(value)}`).join(','),
    ...size,
  };
};
const sizes = {
  'a length': { 'upload-length': CSV.length },
  'no length yet': { 'upload-defer-length': 1 },
} as const;
const sizeNames = ['a length', 'no length yet'] as const;

describe.concurrent('a connection of tus that breaks off', () => {
  const each = wayNames.flatMap((way) => breaks.map((at) => [way, ...at] as const));
  const create = async (name: string): Promise<string> => {
    const file = { name, declaredType: 'text/csv' };
    const { headers } = await createTus(client, file, { 'upload-length': String(CSV.length) });
    return String(headers['location']);
  };

  it.for(each)('by %s, in PATCH %s, goes on', async ([way, about, headers, body, most], t) => {
    const name = nameOf('patch', way, about);
    const path = await create(name);
    await breakOff(way, head(served, 'PATCH', path, { ...PATCH, 'upload-offset': 0, ...headers }) + body, t);
    await expectResumable(name, most, true, t);
  });

  const creations = each.flatMap((at) => sizeNames.map((size) => [size, ...at] as const));
  it.for(creations)(
    'with %s, by %s, in POST %s, goes on',
    async ([size, way, about, headers, body, most], t) => {
      const name = nameOf('post', size, way, about);
      const all = { ...creation(name, sizes[size]), ...PATCH, ...headers };
      await breakOff(way, head(served, 'POST', '/v1/tus/', all) + body, t, [name, 1]);
      await expectResumable(name, most, size === 'a length', t);
    },
  );

  const heads = wayNames.flatMap((way) => [9, -40, -2].map((at) => [way, at] as const));
  it.for(heads)('by %s, in the head of a PATCH at %i, goes on', async ([way, at], t) => {
    const name = nameOf('head', way, String(at));
    const path = await create(name);
    const request = head(served, 'PATCH', path, { ...PATCH, 'upload-offset': 0, ...whole });
    await breakOff(way, request.slice(0, at), t);
    await expectResumable(name, 0, true, t);
  });

  it.for(heads)('by %s, in the head of a POST at %i, creates nothing', async ([way, at], t) => {
    const name = nameOf('no', way, String(at));
    const request = head(served, 'POST', '/v1/tus/', { ...creation(name, sizes['a length']), ...PATCH });
    await breakOff(way, request.slice(0, at), t);
    t.expect(await recordsOf(served, name)).toEqual([]);
  });

  it.for(wayNames)('by %s, in a second part with a checksum, keeps the first', async (way, t) => {
    const name = nameOf('second', way);
    const path = await create(name);
    await patchTus(client, path, 0, Buffer.from(CSV.slice(0, 20)));
    const rest = CSV.slice(20);
    const checksum = { 'upload-checksum': `sha256 ${digest('sha256', rest)}` };
    const all = { ...PATCH, ...checksum, 'upload-offset': 20, 'content-length': rest.length };
    await breakOff(way, head(served, 'PATCH', path, all) + rest.slice(0, -1), t);
    const offset = async () => (await headTus(client, path)).headers['upload-offset'];
    await t.expect.poll(offset, PATIENTLY).toBe('20');
    await expectResumable(name, 20, true, t);
  });

  it.for(wayNames)('by %s, in the part that says the length, keeps the length', async (way, t) => {
    const name = nameOf('length', way);
    const { headers } = await client.send({
      method: 'POST',
      path: '/v1/tus/',
      headers: { ...creation(name, {}), 'upload-defer-length': '1' },
    });
    const path = String(headers['location']);
    const all = { ...PATCH, 'upload-length': CSV.length, 'upload-offset': 0, ...whole };
    await breakOff(way, head(served, 'PATCH', path, all) + CSV.slice(0, HALF), t);
    const length = async () => (await headTus(client, path)).headers['upload-length'];
    await t.expect.poll(length, PATIENTLY).toBe(String(CSV.length));
    await expectResumable(name, HALF, true, t);
  });
});

it('lets pass what was brought to its end and nothing else', async () => {
  const promoted = (await settled(served)).filter(({ state }) => state !== 'rejected');
  expect(promoted.map(({ id, state }) => `${id} ${state}`).toSorted()).toEqual(
    resumed.map((id) => `${id} promoted`).toSorted(),
  );
  const names = (await inbox(served)).filter((name) => !name.startsWith('.'));
  expect(names.toSorted()).toEqual(promoted.map(({ promotion }) => promotion?.name).toSorted());
});
