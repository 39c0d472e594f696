import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { IdentityEvent } from '../../src/app/service/identity/index.js';
import { type Served, serve } from '../server/support/serve.js';
import { millrace } from '../support/cli.js';
import { jar } from './support/jar.js';
import { DAY, HOUR, MINUTE, setClock } from './support/state.js';

const GOOD = 'correct horse battery staple';
const OTHER = 'seven green lamps over the harbour';

let served: Served;
const clock = setClock(new Date().toISOString());
const events: IdentityEvent[] = [];
let isTrailDown = false;

beforeAll(async () => {
  served = await serve(
    { 'serve.yaml': 'serve: 1\nidentity: { local: true }\nlimits: { requests: 100000/1m }\n' },
    { clock },
    {
      identity: {
        rightsOf: async (person, groups) => ({
          roles: person === 'alice' ? ['viewer'] : [],
          groups,
          attributes: {},
        }),
        onEvent: (event) => {
          if (isTrailDown) throw new Error('the trail is down');
          events.push(event);
        },
      },
    },
  );
  for (const name of ['alice', 'bob', 'administrator'])
    await json(`/v1/people/${name}/password`, { password: GOOD }, 'PUT');
});

afterAll(() => served?.close());

beforeEach(() => {
  isTrailDown = false;
  clock.forward(2 * HOUR);
  events.length = 0;
});

type Asked = (path: string, init?: RequestInit) => Promise<Response>;

const send = (ask: Asked, path: string, body: unknown, method = 'POST', headers = {}) =>
  ask(path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** As the administrator. */
const json = (path: string, body: unknown, method = 'POST') =>
  send((at, init) => served.ask(at, init), path, body, method);

const codeOf = async (response: Response) => {
  const { code } = (await response.json()) as { code?: string };
  return `${response.status} ${code}`;
};

const withToken =
  (token: string): Asked =>
  (path, init = {}) =>
    fetch(served.address + path, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });

const logIn = (name: string, password: string, headers = {}) =>
  send((path, init) => fetch(served.address + path, init), '/v1/login', { name, password }, 'POST', headers);

/** A browser in which somebody has logged in. */
const browserOf = async (name: string, password = GOOD) => {
  const browser = jar();
  const ask: Asked = (path, init) => browser.ask(served.address + path, init);
  const own = { origin: served.address };
  const response = await send(ask, '/v1/login', { name, password }, 'POST', own);
  expect(response.status).toBe(200);
  return {
    browser,
    ask,
    own,
    headers: response.headers,
    secret: browser.get(served.address, 'millrace') ?? '',
  };
};

const makeToken = async (ask: Asked, wish: object) => {
  const response = await send(ask, '/v1/tokens', wish, 'POST', { origin: served.address });
  expect(response.status).toBe(201);
  return (await response.json()) as { id: string; token: string; expiresAt: string };
};

describe('a person with a password', () => {
  test('logs in, is who they are, and logs out', async () => {
    const { ask, headers, own, browser, secret } = await browserOf('Alice');
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^millrace=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(await (await ask('/v1/me')).json()).toMatchObject({
      id: 'alice',
      roles: ['viewer'],
      authentication: { method: 'session', issuer: 'local' },
    });
    const out = await ask('/v1/logout', { method: 'POST', headers: own });
    expect(out.status).toBe(204);
    expect(browser.get(served.address, 'millrace')).toBeUndefined();
    browser.set(served.address, 'millrace', secret);
    expect(await codeOf(await ask('/v1/me'))).toBe('401 MR8001');
    expect(events.map(({ action, actor: { id } }) => `${action} ${id}`)).toEqual([
      'session.begin alice',
      'session.end alice',
    ]);
  });

  test('has a new session with a new secret at each login, and the one before ends', async () => {
    const { browser, ask, own, secret } = await browserOf('alice');
    await send(ask, '/v1/login', { name: 'alice', password: GOOD }, 'POST', own);
    expect(browser.get(served.address, 'millrace')).not.toBe(secret);
    const old = jar();
    old.set(served.address, 'millrace', secret);
    expect((await old.ask(`${served.address}/v1/me`)).status).toBe(401);
    const planted = jar();
    planted.set(served.address, 'millrace', 'B'.repeat(43));
    const fixed = (path: string, init?: RequestInit) => planted.ask(served.address + path, init);
    await send(fixed, '/v1/login', { name: 'alice', password: GOOD }, 'POST', own);
    expect(planted.get(served.address, 'millrace')).not.toBe('B'.repeat(43));
    expect((await fixed('/v1/me')).status).toBe(200);
  });

  test('is logged out after half an hour without a request, and after twelve hours anyway', async () => {
    const idle = await browserOf('alice');
    clock.forward(30 * MINUTE);
    expect(await codeOf(await idle.ask('/v1/me'))).toBe('401 MR8001');
    const busy = await browserOf('alice');
    for (let asked = 0; asked < 29; asked += 1) {
      clock.forward(24.5 * MINUTE);
      expect((await busy.ask('/v1/me')).status, String(asked)).toBe(200);
    }
    clock.forward(24.5 * MINUTE);
    expect(await codeOf(await busy.ask('/v1/me'))).toBe('401 MR8001');
  });

  test('sees their sessions, and ends one or all of them', async () => {
    const [one, two] = [await browserOf('bob'), await browserOf('bob')];
    const { sessions } = (await (await two.ask('/v1/sessions')).json()) as {
      sessions: { id: string; isCurrent: boolean }[];
    };
    expect(sessions.map(({ isCurrent }) => isCurrent).toSorted()).toEqual([false, true]);
    const other = sessions.find(({ isCurrent }) => !isCurrent);
    const alice = await browserOf('alice');
    const denied = await alice.ask(`/v1/sessions/${other?.id}`, { method: 'DELETE', headers: alice.own });
    expect(await codeOf(denied)).toBe('403 MR8722');
    expect((await one.ask('/v1/me')).status).toBe(200);
    await two.ask(`/v1/sessions/${other?.id}`, { method: 'DELETE', headers: two.own });
    expect((await one.ask('/v1/me')).status).toBe(401);
    await two.ask('/v1/sessions', { method: 'DELETE', headers: two.own });
    expect((await two.ask('/v1/me')).status).toBe(401);
    expect((await alice.ask('/v1/me')).status).toBe(200);
    const foreign = await alice.ask('/v1/sessions?person=bob');
    expect(await codeOf(foreign)).toBe('403 MR8722');
    const ended = await served.ask('/v1/sessions?person=alice', { method: 'DELETE' });
    expect(ended.status).toBe(204);
    expect((await alice.ask('/v1/me')).status).toBe(401);
  });

  test('changes the password with the one before it, which ends other sessions and not this one', async () => {
    const [one, two] = [await browserOf('bob'), await browserOf('bob')];
    const change = (body: object) => send(two.ask, '/v1/people/bob/password', body, 'PUT', two.own);
    expect(await codeOf(await change({ password: OTHER }))).toBe('401 MR8701');
    expect(await codeOf(await change({ password: OTHER, current: 'wrong' }))).toBe('401 MR8701');
    expect(await codeOf(await change({ password: 'bob', current: GOOD }))).toBe('422 MR8709');
    const done = await change({ password: OTHER, current: GOOD });
    expect(done.status).toBe(200);
    expect(await done.text()).not.toContain('argon2');
    expect((await two.ask('/v1/me')).status).toBe(200);
    expect((await one.ask('/v1/me')).status).toBe(401);
    expect(await codeOf(await logIn('bob', GOOD))).toBe('401 MR8701');
    const high = await send(
      two.ask,
      '/v1/people/administrator/password',
      { password: OTHER },
      'PUT',
      two.own,
    );
    expect(await codeOf(high)).toBe('403 MR8722');
    expect((await json('/v1/people/bob/password', { password: GOOD }, 'PUT')).status).toBe(200);
  });

  test('who is the administrator has the roles of the token', async () => {
    const { ask } = await browserOf('administrator');
    expect(await (await ask('/v1/me')).json()).toMatchObject({
      id: 'administrator',
      roles: ['admin', 'steward'],
      authentication: { method: 'session' },
    });
  });

  test('is not let in where the trail does not take the record of it', async () => {
    isTrailDown = true;
    const response = await logIn('alice', GOOD);
    expect(response.status).toBe(500);
    expect(response.headers.getSetCookie()).toEqual([]);
  });
});

describe('who guesses', () => {
  test('is told the same of a wrong password, an unknown name, a name without a password, and one that is blocked', async () => {
    await json('/v1/people/carol', { roles: ['viewer'] }, 'PUT');
    await json('/v1/people/dora/password', { password: GOOD }, 'PUT');
    await json('/v1/people/dora/block', {});
    const answers = [];
    for (const [name, password] of [
      ['alice', OTHER],
      ['nobody', GOOD],
      ['carol', GOOD],
      ['dora', GOOD],
      ['not a name', GOOD],
      ['constructor', GOOD],
    ] as const) {
      const response = await logIn(name, password);
      const { instance: _, ...said } = (await response.json()) as { instance: string };
      answers.push(JSON.stringify([response.status, said, response.headers.getSetCookie()]));
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('MR8701');
  });

  test('waits after five failures, whether or not there is such a person, and the right password waits too', async () => {
    for (const name of ['alice', 'nobody-2']) {
      for (let failed = 0; failed < 5; failed += 1)
        expect(await codeOf(await logIn(name, OTHER))).toBe('401 MR8701');
      expect(await codeOf(await logIn(name, GOOD)), name).toBe('429 MR8702');
    }
    clock.forward(1000);
    expect((await logIn('alice', GOOD)).status).toBe(200);
  });

  test('leaves a record of each, with names of people alone: others may be passwords', async () => {
    await logIn('alice', OTHER);
    await logIn('my secret password', 'x');
    expect(events.map(({ action, actor: { id }, code }) => [action, id, code])).toEqual([
      ['session.refused', 'alice', 'MR8701'],
      ['session.refused', 'unknown', 'MR8701'],
    ]);
    expect(JSON.stringify(events)).not.toContain('secret');
  });
});

describe('a request with a cookie that changes something', () => {
  test.each<[string, Record<string, string>, boolean]>([
    ['from a page of the service', { 'sec-fetch-site': 'same-origin' }, true],
    ['from another page of this site', { 'sec-fetch-site': 'same-site' }, false],
    ['from another site', { 'sec-fetch-site': 'cross-site' }, false],
    ['from another origin', { origin: 'https://evil.example' }, false],
    ['from a page without an origin', { origin: 'null' }, false],
    ['from nowhere', {}, false],
  ])('%s', async (_, headers, isTaken) => {
    const { ask } = await browserOf('alice');
    const response = await send(ask, '/v1/tokens', { name: 'x' }, 'POST', headers);
    if (isTaken) expect(response.status).toBe(201);
    else expect(await codeOf(response)).toBe('403 MR8703');
    for (const method of ['GET', 'HEAD'])
      expect((await ask('/v1/me', { method, headers })).status, method).toBe(200);
  });

  test('is not let in by another name of this host, as DNS rebinding has it', async () => {
    const { secret } = await browserOf('alice');
    const answer = await served.app.inject({
      method: 'POST',
      url: '/v1/logout',
      headers: { cookie: `millrace=${secret}`, host: 'evil.example', origin: 'http://evil.example' },
    });
    expect(answer.json()).toMatchObject({ code: 'MR8703' });
  });

  test('is no login of another site either', async () => {
    expect(await codeOf(await logIn('alice', GOOD, { origin: 'https://evil.example' }))).toBe('403 MR8703');
    expect((await logIn('alice', GOOD)).status).toBe(200);
  });

  test('is not asked where it comes from with a token', async () => {
    const { token } = await makeToken(served.ask, { name: 'x' });
    const headers = { origin: 'https://evil.example' };
    expect((await send(withToken(token), '/v1/tokens', { name: 'y' }, 'POST', headers)).status).toBe(201);
  });
});

describe('a token', () => {
  test('has the rights of its owner and its own scope, for 90 days unless it is said', async () => {
    const { ask } = await browserOf('alice');
    const scope = { actions: ['run.read'], pipelines: ['orders'] };
    const { id, token, expiresAt } = await makeToken(ask, { name: 'nightly', scope });
    expect(Date.parse(expiresAt)).toBe(clock.now().getTime() + 90 * DAY);
    expect(await (await withToken(token)('/v1/me')).json()).toEqual({
      id: 'alice',
      name: 'nightly',
      roles: ['viewer'],
      groups: [],
      attributes: {},
      authentication: { method: 'token', id },
      onBehalfOf: 'alice',
      scope,
    });
    expect(JSON.stringify(events)).not.toContain(token.slice(20));
    const listed = await (await ask('/v1/tokens')).text();
    expect(listed).toContain(id);
    expect(listed).not.toContain(token.slice(20));
  });

  test('ends from its next request on when it is revoked, by its owner, an administrator or itself', async () => {
    const { ask, own } = await browserOf('alice');
    const bob = await browserOf('bob');
    const scope = { actions: ['run.read'] };
    const tokens = [];
    for (const name of ['a', 'b', 'c']) tokens.push(await makeToken(ask, { name, scope }));
    const [one, two, three] = tokens;
    const revoke = (by: Asked, id: string | undefined, headers = {}) =>
      by(`/v1/tokens/${id}`, { method: 'DELETE', headers });
    expect(await codeOf(await revoke(bob.ask, one?.id, bob.own))).toBe('403 MR8722');
    expect((await withToken(one?.token ?? '')('/v1/me')).status).toBe(200);
    expect((await revoke(ask, one?.id, own)).status).toBe(204);
    expect((await revoke(served.ask, two?.id)).status).toBe(204);
    expect((await revoke(withToken(three?.token ?? ''), three?.id)).status).toBe(204);
    for (const { token } of tokens) expect(await codeOf(await withToken(token)('/v1/me'))).toBe('401 MR8001');
    expect(await codeOf(await revoke(served.ask, 'none'))).toBe('404 MR8711');
  });

  test('expires', async () => {
    const at = (milliseconds: number) => new Date(clock.now().getTime() + milliseconds).toISOString();
    const { token } = await makeToken(served.ask, { name: 'x', expiresAt: at(DAY) });
    clock.forward(DAY - 1);
    expect((await withToken(token)('/v1/me')).status).toBe(200);
    clock.forward(1);
    expect(await codeOf(await withToken(token)('/v1/me'))).toBe('401 MR8001');
    for (const expiresAt of [at(0), at(-1), at(367 * DAY), 'soon'])
      expect(await codeOf(await json('/v1/tokens', { name: 'x', expiresAt }))).toBe('400 MR8720');
  });

  test('makes none that lasts longer or may do more than itself', async () => {
    const end = new Date(clock.now().getTime() + DAY).toISOString();
    const { token } = await makeToken(served.ask, { name: 'x', expiresAt: end });
    const { expiresAt } = await makeToken(withToken(token), { name: 'y' });
    expect(expiresAt).toBe(end);
    const later = new Date(clock.now().getTime() + 2 * DAY).toISOString();
    const longer = await send(withToken(token), '/v1/tokens', { name: 'y', expiresAt: later });
    expect(await codeOf(longer)).toBe('403 MR8710');
    const some = { actions: ['access.manage', 'run.read'] };
    const narrow = withToken((await makeToken(served.ask, { name: 'x', scope: some })).token);
    expect(await codeOf(await send(narrow, '/v1/tokens', { name: 'y' }))).toBe('403 MR8710');
    const more = { name: 'y', scope: { actions: ['run.start'] } };
    expect(await codeOf(await send(narrow, '/v1/tokens', more))).toBe('403 MR8710');
    await makeToken(narrow, { name: 'y', scope: { actions: ['run.read'] } });
    const reader = withToken(
      (await makeToken(served.ask, { name: 'x', scope: { actions: ['run.read'] } })).token,
    );
    expect(
      await codeOf(await send(reader, '/v1/tokens', { name: 'y', scope: { actions: ['run.read'] } })),
    ).toBe('403 MR8722');
    expect(await codeOf(await reader('/v1/people'))).toBe('403 MR8722');
  });

  test('of another person is made by administrators alone', async () => {
    const { ask, own } = await browserOf('alice');
    const wish = { name: 'x', owner: 'administrator' };
    expect(await codeOf(await send(ask, '/v1/tokens', wish, 'POST', own))).toBe('403 MR8722');
    expect(await codeOf(await json('/v1/tokens', { name: 'x', owner: 'nobody' }))).toBe('404 MR8711');
    const { token } = await makeToken(served.ask, { name: 'x', owner: 'alice' });
    expect(await (await withToken(token)('/v1/me')).json()).toMatchObject({ id: 'alice', roles: ['viewer'] });
    expect(await codeOf(await ask('/v1/tokens?all=true'))).toBe('403 MR8722');
    expect((await served.ask('/v1/tokens?all=true')).status).toBe(200);
  });
});

describe('people', () => {
  test('are seen and given roles by administrators alone, which count from the next request', async () => {
    const { ask, own } = await browserOf('bob');
    expect(await codeOf(await ask('/v1/people'))).toBe('403 MR8722');
    const self = await send(ask, '/v1/people/bob', { roles: ['admin'] }, 'PUT', own);
    expect(await codeOf(self)).toBe('403 MR8722');
    await json('/v1/people/bob', { roles: ['operator'], attributes: { country: 'DE' } }, 'PUT');
    expect(await (await ask('/v1/me')).json()).toMatchObject({
      roles: ['operator'],
      attributes: { country: 'DE' },
    });
    await json('/v1/people/bob', { roles: [] }, 'PUT');
    expect(await (await ask('/v1/me')).json()).toMatchObject({ roles: [], attributes: { country: 'DE' } });
    const listed = await (await served.ask('/v1/people')).text();
    expect(listed).toContain('"hasPassword":true');
    expect(listed).not.toContain('argon2');
  });

  test('who are blocked ask no more, by sessions and tokens, and do so again once they are not', async () => {
    const { ask } = await browserOf('bob');
    const { token } = await makeToken(ask, { name: 'x' });
    await json('/v1/people/bob/block', {});
    expect(await codeOf(await ask('/v1/me'))).toBe('401 MR8001');
    expect(await codeOf(await withToken(token)('/v1/me'))).toBe('401 MR8001');
    expect(await codeOf(await logIn('bob', GOOD))).toBe('401 MR8701');
    await json('/v1/people/bob/unblock', {});
    expect((await ask('/v1/me')).status).toBe(401);
    expect((await withToken(token)('/v1/me')).status).toBe(200);
    expect(await codeOf(await json('/v1/people/administrator/block', {}))).toBe('403 MR8722');
    expect(await codeOf(await json('/v1/people/nobody/block', {}))).toBe('404 MR8711');
  });
});

describe('a request that goes on', () => {
  test('is by somebody as they are now, until they are known no more; looking keeps no session open', async () => {
    const { identity } = served.service;
    const { secret } = await browserOf('alice');
    const { id, token } = await makeToken(served.ask, { name: 'x', owner: 'bob' });
    const facts = { method: 'GET', address: '127.0.0.1' };
    const [session, program] = [
      { ...facts, session: secret },
      { ...facts, token },
    ];
    await json('/v1/people/alice', { roles: ['operator'] }, 'PUT');
    expect(await identity.lookAgain(session)).toMatchObject({ roles: ['operator', 'viewer'] });
    await json('/v1/people/alice', { roles: [] }, 'PUT');
    expect(await identity.lookAgain(program)).toMatchObject({ id: 'bob' });
    await served.ask(`/v1/tokens/${id}`, { method: 'DELETE' });
    await expect(identity.lookAgain(program)).rejects.toThrow('[MR8001]');
    for (let looked = 0; looked < 3; looked += 1) {
      expect(await identity.lookAgain(session)).toBeDefined();
      clock.forward(10 * MINUTE);
    }
    await expect(identity.lookAgain(session)).rejects.toThrow('[MR8001]');
  });
});

describe('the command line', () => {
  const run = (words: string, more: object = {}) =>
    millrace(
      { folder: served.folder },
      words.split(' ').map((word) => (word === 'URL' ? served.address : word)),
      { environment: { MILLRACE_TOKEN: served.token }, wiring: { clock }, ...more },
    );

  test('makes a token, lists it and revokes it', async () => {
    const made = await run(
      'token create --server URL --name nightly --expires 30d --action run.read --pipeline orders',
    );
    expect(made.out).toMatch(/^mr_[0-9a-f]{16}_[\w-]{43}\n$/);
    expect(made.err).toMatch(
      /^token [0-9a-f]{16} of administrator, until \d{4}-\d\d-\d\d; it is shown this once:\n$/,
    );
    const token = made.out.trim();
    const me = await (await withToken(token)('/v1/me')).json();
    expect(me).toMatchObject({ name: 'nightly', scope: { actions: ['run.read'], pipelines: ['orders'] } });
    const [, id = ''] = token.split('_');
    const listed = await run('token list --server URL');
    expect(listed.out).toContain(id);
    expect(listed.out).toContain('run.read of orders');
    expect(listed.out).not.toContain(token);
    expect((await run(`token revoke ${id} --server URL`)).code).toBe(0);
    expect((await withToken(token)('/v1/me')).status).toBe(401);
    expect((await run('token list --server URL')).out).toContain('revoked');
  });

  test('says what is missing', async () => {
    for (const [words, said] of [
      ['token create --server URL', '--name is missing'],
      ['token create --name x', '--server is missing'],
      ['token revoke --server URL', '<id> is missing'],
      ['token creat --server URL', 'did you mean "create"?'],
      ['token create --server URL --name x --expires 400d', 'Give 1 to 365 days'],
      ['token create --server URL --name x --action run.raed', 'MR6004'],
      ['password alice --server URL', 'MR8723'],
    ] as const) {
      const seen = await run(words);
      expect(seen.code, words).not.toBe(0);
      expect(seen.err, words).toContain(said);
    }
  });

  test('sets a password that is piped, and one that is typed twice and not shown', async () => {
    const piped = await run('password erin --server URL --password-stdin', {
      terminal: { input: () => Readable.from([`${OTHER}\n`]) },
    });
    expect(piped.err).toContain('erin has a new password');
    expect((await logIn('erin', OTHER)).status).toBe(200);
    const type = async (lines: readonly string[]) => {
      const [keyboard, screen] = [new PassThrough(), new PassThrough()];
      let shown = '';
      let next = 0;
      screen.on('data', (bytes: Buffer) => {
        shown += bytes.toString();
        if (bytes.toString().includes('(not shown)'))
          setImmediate(() => keyboard.write(`${lines[next++]}\r`));
      });
      const seen = await run('password erin --server URL', {
        terminal: { conversation: () => ({ keyboard, screen }) },
      });
      return { ...seen, shown };
    };
    const typed = await type([GOOD, GOOD]);
    expect(typed.code).toBe(0);
    expect(typed.shown + typed.err + typed.out).not.toContain('horse');
    expect((await logIn('erin', GOOD)).status).toBe(200);
    expect((await type([GOOD, OTHER])).err).toContain('the two are not the same');
    const weak = await type(['short', 'short']);
    expect(weak.err).toContain('MR8709');
  });
});
