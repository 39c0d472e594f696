import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Served } from '../../server/support/serve.js';
import { CHANNEL, createTus, headTus, patchTus } from './entries.js';
import { type Client, createClient } from './http.js';
import { head, openRaw } from './raw.js';
import { inbox, serveUploads, settled } from './service.js';

const CSV = `id,name\n${Array.from({ length: 20 }, (_, at) => `${at},name ${at}\n`).join('')}`;
const file = { name: 'orders.csv', declaredType: 'text/csv' };
const FORM = `--b\r\ncontent-disposition: form-data; name="f"; filename="orders.csv"\r\ncontent-type: text/csv\r\n\r\n`;
const PUT = `/v1/channels/${CHANNEL}/files/orders.csv`;
const POST = `/v1/channels/${CHANNEL}/files`;
const FORM_TYPE = { 'content-type': 'multipart/form-data; boundary=b' };
const PATCH = { 'tus-resumable': '1.0.0', 'content-type': 'application/offset+octet-stream' };

let served: Served;
let client: Client;
beforeAll(async () => {
  served = await serveUploads('none', ', idle: 700ms, request: 500ms');
  client = createClient(served);
});
afterAll(async () => {
  client?.close();
  await served?.close();
});
afterEach(async () => {
  expect(await inbox(served)).toEqual([]);
});

const created = async (): Promise<string> => {
  const made = await createTus(client, file, { 'upload-length': String(CSV.length) });
  return String(made.headers['location']);
};

/** Uploads that are not over, once the service has seen the end of each connection. */
const left = async (): Promise<readonly string[]> =>
  (await settled(served)).filter(({ state }) => state !== 'rejected').map(({ state }) => state);

const chunked = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;

/** Ways to close in the middle; where a form is cut, its parser must not take what there is for all of it. */
const cuts = [
  ['in the first line', CSV.slice(0, 4)],
  ['at the end of a line', CSV.slice(0, CSV.indexOf('\n', 60) + 1)],
  ['before the last byte', CSV.slice(0, -1)],
  ['before any byte', ''],
] as const;

describe('a connection that is closed early', () => {
  const forms = [
    ...cuts.map(([about, text]) => [about, FORM + text] as const),
    ['before the last boundary', `${FORM}${CSV}`],
    ['in the last boundary', `${FORM}${CSV}\r\n--b`],
    ['in the head of a part', FORM.slice(0, 40)],
    ['in the second part', `${FORM}${CSV}\r\n${FORM}${CSV.slice(0, 30)}`],
  ] as const;
  const requests = [
    ...cuts.flatMap(([about, text]) => [
      [
        `PUT, ${about}`,
        'PUT',
        PUT,
        { 'content-type': 'text/csv', 'content-length': CSV.length },
        text,
      ] as const,
      [
        `PUT in chunks, ${about}`,
        'PUT',
        PUT,
        { 'content-type': 'text/csv', 'transfer-encoding': 'chunked' },
        text && chunked(text),
      ] as const,
    ]),
    ...forms.flatMap(([about, text]) => [
      [`form, ${about}`, 'POST', POST, { ...FORM_TYPE, 'content-length': 2000 }, text] as const,
      [
        `form in chunks, ${about}`,
        'POST',
        POST,
        { ...FORM_TYPE, 'transfer-encoding': 'chunked' },
        text && chunked(text),
      ] as const,
    ]),
  ];

  it.each(requests)('%s, leaves nothing', async (_, method, path, headers, body) => {
    for (const how of ['destroy', 'end'] as const) {
      const raw = await openRaw(served);
      raw.write(head(served, method, path, headers) + body);
      await wait(15);
      raw.socket[how]();
      await raw.closed;
      await expect.poll(left).toEqual([]);
    }
  });

  it.each(forms)('is as a form that ends %s with all the bytes that it says', async (_, text) => {
    const raw = await openRaw(served);
    const end = { connection: 'close', 'content-length': text.length };
    raw.write(head(served, 'POST', POST, { ...FORM_TYPE, ...end }) + text);
    expect(await raw.closed).toMatch(/^HTTP\/1\.1 400 .*"code":"MR8002"/s);
    await expect.poll(left).toEqual([]);
  });

  it.each(cuts)('by tus, %s, keeps what came, and it is not examined', async (_, text) => {
    const path = await created();
    const raw = await openRaw(served);
    raw.write(
      head(served, 'PATCH', path, { ...PATCH, 'upload-offset': 0, 'content-length': CSV.length }) + text,
    );
    await wait(15);
    raw.socket.destroy();
    await raw.closed;
    await expect
      .poll(async () => (await headTus(client, path)).headers['upload-offset'])
      .toBe(String(text.length));
    expect(await left()).toEqual(['receiving']);
    const gone = await client.send({ method: 'DELETE', path, headers: { 'tus-resumable': '1.0.0' } });
    expect(gone.status).toBe(204);
  });
});

describe('a wrong offset', () => {
  it.each(['1', '-1', '5', '1e1', '0x0', '00', ' ', 'NaN', '9007199254740993', '1000000', '0, 0', '٠'])(
    'of %j is refused',
    async (offset) => {
      const path = await created();
      const answer = await patchTus(client, path, encodeURI(offset), Buffer.from(CSV));
      expect([400, 409]).toContain(answer.status);
      expect((await headTus(client, path)).headers['upload-offset']).toBe('0');
      expect(await left()).toEqual(['receiving']);
      await client.send({ method: 'DELETE', path, headers: { 'tus-resumable': '1.0.0' } });
    },
  );
});

describe('a slow client', () => {
  it('whose head does not come to an end is cut', async () => {
    const raw = await openRaw(served);
    raw.write('GET /v1/runs HTTP/1.1\r\n');
    const trickle = setInterval(() => raw.write('x: y\r\n'), 100);
    expect(await raw.closed).toContain('408');
    clearInterval(trickle);
  });

  it('that says nothing is cut', async () => {
    const silent = await openRaw(served);
    expect(await silent.closed).toBe('');
    const idle = await openRaw(served);
    idle.write(head(served, 'GET', '/v1/channels', {}));
    expect(await idle.closed).toContain('200 OK');
  });

  it.each([
    ['PUT', PUT, { 'content-type': 'text/csv', 'content-length': CSV.length }, CSV.slice(0, 20)],
    ['POST', POST, { ...FORM_TYPE, 'content-length': 2000 }, FORM + CSV.slice(0, 20)],
  ] as const)('whose %s hangs is cut, and leaves nothing', async (method, path, headers, body) => {
    const raw = await openRaw(served);
    raw.write(head(served, method, path, headers) + body);
    await raw.closed;
    await expect.poll(left).toEqual([]);
  });

  it('that hangs in a part by tus is taken over from by the next request', async () => {
    const path = await created();
    const raw = await openRaw(served);
    raw.write(
      head(served, 'PATCH', path, { ...PATCH, 'upload-offset': 0, 'content-length': CSV.length }) +
        CSV.slice(0, 20),
    );
    const there = async () => Number((await headTus(client, path)).headers['upload-offset']);
    await expect.poll(there, { timeout: 10_000 }).toBe(20);
    await patchTus(client, path, 20, Buffer.from(CSV.slice(20, 30)));
    expect(await there()).toBe(30);
    await client.send({ method: 'DELETE', path, headers: { 'tus-resumable': '1.0.0' } });
  });
});
