import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { IdentityEvent } from '../../src/app/service/identity/index.js';
import { freePort } from '../client/support.js';
import { type Served, serve } from '../server/support/serve.js';
import { jar } from './support/jar.js';
import { startIssuer, type TestIssuer } from './support/provider.js';
import { MINUTE, setClock } from './support/state.js';

const SECRET = 'a secret of the client that is long enough';

let served: Served;
let company: TestIssuer;
let partner: TestIssuer;
const clock = setClock(new Date().toISOString());
const events: IdentityEvent[] = [];

const callback = (port: number, name: string) => `http://127.0.0.1:${port}/v1/login/oidc/${name}/callback`;

const client = (id: string, port: number, name: string) => ({
  client_id: id,
  client_secret: SECRET,
  redirect_uris: [callback(port, name)],
  response_types: ['code' as const],
  grant_types: ['authorization_code'],
});

beforeAll(async () => {
  const port = await freePort();
  company = await startIssuer(client('millrace', port, 'company'));
  partner = await startIssuer(client('millrace', port, 'partner'));
  const configuration = `serve: 1
identity:
  oidc:
    company:
      issuer: ${company.url}
      client_id: millrace
      client_secret: $${'{env:OIDC_SECRET}'}
      scopes: [openid, profile, email, groups]
      claims: { id: email }
      primary: true
    partner:
      issuer: ${partner.url}
      client_id: millrace
      client_secret: $${'{env:OIDC_SECRET}'}
      scopes: [openid, profile, groups]
    gone: { issuer: "http://127.0.0.1:1", client_id: x }
`;
  served = await serve(
    { 'serve.yaml': configuration },
    { clock, environment: { OIDC_SECRET: SECRET } },
    {
      port,
      identity: {
        rightsOf: async (_, groups) => ({
          roles: groups.flatMap((group) => (group === 'data' ? ['operator'] : [`of-${group}`])),
          groups,
          attributes: {},
        }),
        onEvent: (event) => void events.push(event),
      },
    },
  );
});

afterAll(async () => {
  await served?.close();
  await company?.close();
  await partner?.close();
});

beforeEach(() => {
  events.length = 0;
  for (const issuer of [company, partner]) {
    issuer.tamper = undefined;
    issuer.isSignedByAnother = false;
    issuer.account = {
      sub: 'a-1',
      claims: { name: 'Alice', email: 'Alice@example.com', email_verified: true, groups: ['data'] },
    };
  }
});

const begin = (name: string, more = '') => `${served.address}/v1/login/oidc/${name}${more}`;
const back = (name: string) => `${served.address}/v1/login/oidc/${name}/callback`;

/** A browser that was at an issuer, and has not come back yet. */
const atIssuer = async (name = 'company', change: (url: URL) => void = () => undefined) => {
  const browser = jar();
  const { headers } = await browser.ask(begin(name));
  const url = new URL(headers.get('location') ?? '');
  change(url);
  const { url: answer } = await browser.follow(url.href, back(name));
  return { browser, answer };
};

/** The code and status of a login that does not come about; no session has begun. */
const refusal = async (browser: ReturnType<typeof jar>, answer: string) => {
  const response = await browser.ask(answer);
  const { code } = (await response.json()) as { code: string };
  expect(browser.get(served.address, 'millrace')).toBeUndefined();
  return `${response.status} ${code}`;
};

describe('a login at an issuer', () => {
  test('goes by code, PKCE, state and nonce, and begins a session with name, groups and roles', async () => {
    const browser = jar();
    const first = await browser.ask(begin('company', '?return=/v1/me'));
    expect(first.status).toBe(302);
    const { searchParams: asked } = new URL(first.headers.get('location') ?? '');
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      scope: 'openid profile email groups',
      redirect_uri: back('company'),
    });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)).toMatch(/^[\w-]{43}$/);
    expect(first.headers.getSetCookie().join()).toMatch(
      /^millrace-login=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const { url, response } = await browser.follow(first.headers.get('location') ?? '');
    expect(url).toBe(`${served.address}/v1/me`);
    expect(await response?.json()).toMatchObject({
      id: 'alice@example.com',
      name: 'Alice',
      groups: ['data'],
      roles: ['operator'],
      authentication: { method: 'session', issuer: 'company' },
    });
    expect(browser.get(served.address, 'millrace-login')).toBeUndefined();
    expect(events).toMatchObject([
      { action: 'session.begin', actor: { id: 'alice@example.com', from: { address: '127.0.0.1' } } },
    ]);
  });

  test('has roles that change with the groups at the next login', async () => {
    const { browser, answer } = await atIssuer();
    await browser.ask(answer);
    company.account = { ...company.account, claims: { ...company.account.claims, groups: ['guests'] } };
    const again = await atIssuer();
    await again.browser.ask(again.answer);
    const me = await again.browser.ask(`${served.address}/v1/me`);
    expect(await me.json()).toMatchObject({ id: 'alice@example.com', roles: ['of-guests'] });
  });

  test('at an issuer that is not primary names people and groups after it', async () => {
    const { browser, answer } = await atIssuer('partner');
    await browser.ask(answer);
    const me = await browser.ask(`${served.address}/v1/me`);
    expect(await me.json()).toMatchObject({
      id: 'partner:a-1',
      groups: ['partner:data'],
      roles: ['of-partner:data'],
    });
  });

  test.each([['//evil.example/'], ['https://evil.example/'], ['/\\evil.example']])(
    'goes on to no other site: %s',
    async (path) => {
      const browser = jar();
      const { headers } = await browser.ask(begin('company', `?return=${encodeURIComponent(path)}`));
      const { url } = await browser.follow(headers.get('location') ?? '', back('company'));
      expect((await browser.ask(url)).headers.get('location')).toBe('/');
    },
  );

  test('ends a session that the browser had before, and never takes over its secret', async () => {
    const { browser, answer } = await atIssuer();
    await browser.ask(answer);
    const first = browser.get(served.address, 'millrace') ?? '';
    const { headers } = await browser.ask(begin('company'));
    await browser.follow(headers.get('location') ?? '');
    const second = browser.get(served.address, 'millrace') ?? '';
    expect(second).not.toBe(first);
    const old = jar();
    old.set(served.address, 'millrace', first);
    expect((await old.ask(`${served.address}/v1/me`)).status).toBe(401);
    const fixed = jar();
    const planted = 'A'.repeat(43);
    fixed.set(served.address, 'millrace', planted);
    const begun = await fixed.ask(begin('company'));
    await fixed.follow(begun.headers.get('location') ?? '');
    expect(fixed.get(served.address, 'millrace')).not.toBe(planted);
  });
});

describe('an answer is refused', () => {
  test('in a browser that did not begin the login', async () => {
    const { answer } = await atIssuer();
    expect(await refusal(jar(), answer)).toBe('400 MR8704');
    expect(events).toMatchObject([{ action: 'session.refused', code: 'MR8704', outcome: 'denied' }]);
  });

  test('with another state', async () => {
    const { browser, answer } = await atIssuer('company', (url) =>
      url.searchParams.set('state', 'x'.repeat(43)),
    );
    expect(await refusal(browser, answer)).toBe('403 MR8705');
  });

  test('that comes a second time', async () => {
    const { browser, answer } = await atIssuer();
    const login = browser.get(served.address, 'millrace-login') ?? '';
    expect((await browser.ask(answer)).status).toBe(302);
    const again = jar();
    again.set(served.address, 'millrace-login', login);
    expect(await refusal(again, answer)).toBe('400 MR8704');
  });

  test('with a code of another login, used or not', async () => {
    const [one, two] = [await atIssuer(), await atIssuer()];
    const mixed = new URL(two.answer);
    mixed.searchParams.set('code', new URL(one.answer).searchParams.get('code') ?? '');
    expect(await refusal(two.browser, mixed.href)).toBe('403 MR8705');
  });

  test('with another nonce', async () => {
    const { browser, answer } = await atIssuer('company', (url) =>
      url.searchParams.set('nonce', 'x'.repeat(43)),
    );
    expect(await refusal(browser, answer)).toBe('403 MR8705');
  });

  test('with another challenge of PKCE', async () => {
    const { browser, answer } = await atIssuer('company', (url) =>
      url.searchParams.set('code_challenge', 'x'.repeat(43)),
    );
    expect(await refusal(browser, answer)).toBe('403 MR8705');
  });

  test.each<[string, (claims: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>]>([
    ['for another audience', (claims) => ({ ...claims, aud: 'another' })],
    ['of another issuer', (claims) => ({ ...claims, iss: partner.url })],
    ['without a nonce', ({ nonce: _, ...claims }) => claims],
    ['that has expired', (claims) => ({ ...claims, exp: 1_000_000_000, iat: 999_999_000 })],
  ])('with an ID token %s', async (_, tamper) => {
    company.tamper = tamper;
    const { browser, answer } = await atIssuer();
    expect(await refusal(browser, answer)).toBe('403 MR8705');
    company.tamper = (claims) => claims;
    const good = await atIssuer();
    expect((await good.browser.ask(good.answer)).status).toBe(302);
  });

  test('with an ID token that another key has signed', async () => {
    company.isSignedByAnother = true;
    const { browser, answer } = await atIssuer();
    expect(await refusal(browser, answer)).toBe('403 MR8705');
  });

  test('that was meant for another issuer (mix-up)', async () => {
    const mixed = await atIssuer();
    const elsewhere = mixed.answer.replace('/company/', '/partner/');
    expect(await refusal(mixed.browser, elsewhere)).toBe('400 MR8704');
    const named = await atIssuer();
    const url = new URL(named.answer);
    url.searchParams.set('iss', partner.url);
    expect(await refusal(named.browser, url.href)).toBe('403 MR8705');
  });

  test('that says that the person did not want to', async () => {
    const { browser, answer } = await atIssuer();
    const url = new URL(answer);
    url.searchParams.delete('code');
    url.searchParams.set('error', 'access_denied');
    const response = await browser.ask(url.href);
    expect(await response.json()).toMatchObject({
      code: 'MR8705',
      detail: expect.stringContaining('access_denied'),
    });
  });

  test('after ten minutes', async () => {
    const { browser, answer } = await atIssuer();
    clock.forward(10 * MINUTE);
    expect(await refusal(browser, answer)).toBe('400 MR8704');
  });

  test.each([[false], [undefined], ['true']])('where the email address is verified: %s', async (verified) => {
    company.account = {
      sub: 'm-1',
      claims: {
        name: 'M',
        email: 'alice@example.com',
        ...(verified !== undefined && { email_verified: verified }),
      },
    };
    const { browser, answer } = await atIssuer();
    expect(await refusal(browser, answer)).toBe('403 MR8707');
  });

  test('where the name is somebody else’s, or the administrator', async () => {
    const { browser, answer } = await atIssuer();
    await browser.ask(answer);
    company.account = { ...company.account, sub: 'another' };
    const other = await atIssuer();
    expect(await refusal(other.browser, other.answer)).toBe('403 MR8706');
    company.account = { sub: 'x', claims: { email: 'administrator', email_verified: true } };
    const high = await atIssuer();
    expect(await refusal(high.browser, high.answer)).toBe('403 MR8706');
  });

  test('of somebody who is blocked, also with a session that they have', async () => {
    company.account = { sub: 'b-1', claims: { email: 'bob@example.com', email_verified: true } };
    const { browser, answer } = await atIssuer();
    await browser.ask(answer);
    expect((await browser.ask(`${served.address}/v1/me`)).status).toBe(200);
    const block = await served.ask('/v1/people/bob@example.com/block', { method: 'POST' });
    expect(block.status).toBe(200);
    expect((await browser.ask(`${served.address}/v1/me`)).status).toBe(401);
    const again = await atIssuer();
    expect(await refusal(again.browser, again.answer)).toBe('403 MR8715');
  });
});

describe('a login is not begun', () => {
  test('with a password, where people have none in the service', async () => {
    const answer = await fetch(`${served.address}/v1/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"name": "administrator", "password": "x"}',
    });
    expect(await answer.json()).toMatchObject({ code: 'MR8717', status: 404 });
    expect(await (await fetch(`${served.address}/v1/login`)).json()).toEqual({
      local: false,
      issuers: ['company', 'partner', 'gone'].map((name) => ({ name, path: `/v1/login/oidc/${name}` })),
    });
  });

  test('at an issuer that there is not, or that does not answer', async () => {
    const unknown = await jar().ask(begin('nobody'));
    expect(await unknown.json()).toMatchObject({ code: 'MR8717', status: 404 });
    const gone = await jar().ask(begin('gone'));
    expect(await gone.json()).toMatchObject({ code: 'MR8708', status: 503 });
  });

  test('where the service is asked by another name, as DNS rebinding does', async () => {
    const answer = await served.app.inject({
      url: '/v1/login/oidc/company',
      headers: { host: 'evil.example' },
    });
    expect(answer.statusCode).toBe(421);
    expect(answer.json()).toMatchObject({ code: 'MR8713' });
  });
});
