import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IdentityEvent } from '../../src/app/service/identity/index.js';
import { type Served, serve } from '../server/support/serve.js';

const GOOD = 'correct horse battery staple';
const OWN = 'https://data.example.com';

let served: Served;
const events: IdentityEvent[] = [];

beforeAll(async () => {
  const listen = `{ public_url: "${OWN}", trust_proxy: [10.0.0.0/24] }`;
  served = await serve(
    { 'serve.yaml': `serve: 1\nlisten: ${listen}\nidentity: { local: true }\n` },
    {},
    { identity: { onEvent: (event) => void events.push(event) } },
  );
  const set = await served.ask('/v1/people/alice/password', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ password: GOOD }),
  });
  expect(set.status).toBe(200);
});
afterAll(() => served?.close());

const inject = (url: string, method: 'GET' | 'POST', headers: object, payload?: object, from = '10.0.0.7') =>
  served.app.inject({
    url,
    method,
    remoteAddress: from,
    headers: { host: 'data.example.com', origin: OWN, 'x-forwarded-for': '203.0.113.9', ...headers },
    ...(payload && { payload }),
  });

const logIn = (password: string, from?: string, headers = {}) =>
  inject('/v1/login', 'POST', headers, { name: 'alice', password }, from);

test('over https the cookie is for this host alone, and no other name or place of one counts', async () => {
  const answer = await logIn(GOOD);
  expect(answer.headers['set-cookie']).toMatch(
    /^__Host-millrace=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
  const [, secret] = /__Host-millrace=([\w-]{43})/.exec(String(answer.headers['set-cookie'])) ?? [];
  const me = async (cookie: string) => (await inject('/v1/me', 'GET', { cookie })).statusCode;
  expect(await me(`__Host-millrace=${secret}`)).toBe(200);
  // Another host of the same site can set this one.
  expect(await me(`millrace=${secret}`)).toBe(401);
});

test('the origin is the public one, whatever host is asked', async () => {
  const answer = await logIn(GOOD, undefined, { host: 'localhost:7460', origin: 'http://localhost:7460' });
  expect(answer.json()).toMatchObject({ code: 'MR8703' });
  expect((await logIn(GOOD, undefined, { host: '10.0.0.1' })).statusCode).toBe(200);
});

test('who is behind a proxy is believed of that proxy alone', async () => {
  events.length = 0;
  await logIn('wrong');
  await logIn('wrong', '192.0.2.1');
  await logIn('wrong', undefined, { 'x-forwarded-for': '198.51.100.1, 203.0.113.9' });
  expect(events.map(({ actor }) => actor.from?.address)).toEqual(['203.0.113.9', '192.0.2.1', '203.0.113.9']);
});
