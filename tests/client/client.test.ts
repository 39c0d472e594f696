import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, expectTypeOf, it, onTestFinished } from 'vitest';
import { createClient, type MillraceClient, uploadFile } from '../../src/client/index.js';
import { describeService } from '../../src/server/describe.js';
import { orders } from '../server/support/orders.js';
import { type Served, serve } from '../server/support/serve.js';
import { project } from '../support/project.js';

const uploads =
  'serve: 1\nuploads:\n  scanner: none\n  channels:\n    orders: { accept: [csv], folder: inbox/orders }\n';

/** The example in the documentation of what a file exports. */
const exampleIn = async (file: string): Promise<string> => {
  const source = await readFile(join(import.meta.dirname, '../..', file), 'utf8');
  const [, lines = ''] = /@example\n \* ```ts\n((?: \* .*\n)+?) \* ```/.exec(source) ?? [];
  return lines.replaceAll(/^ \* /gm, '');
};

/** Runs a text with these names in it. */
const running = (text: string, names: Readonly<Record<string, unknown>>): Promise<unknown> =>
  new Function(...Object.keys(names), `return (async () => { ${text} })();`)(...Object.values(names));

/** A server that answers everything alike. */
const answering = async (status: number, headers: Record<string, string>, body = ''): Promise<string> => {
  const server = createServer((_, response) => response.writeHead(status, headers).end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const problemsOf = async (work: Promise<unknown>) => {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  return (thrown as { readonly problems?: readonly object[] }).problems;
};

describe('the client of a service', () => {
  let served: Served;
  let client: MillraceClient;
  beforeAll(async () => {
    served = await serve({ ...orders, 'serve.yaml': uploads });
    client = createClient({ url: `${served.address}/`, token: served.token });
  });
  afterAll(() => served?.close());

  it('starts a run, and sees how it stands', async () => {
    const { runId } = await client.post('/v1/runs', { body: { pipeline: 'orders', params: {} } });
    const look = () => client.get('/v1/runs/{runId}', { params: { path: { runId } } });
    await expect.poll(async () => (await look()).status, { timeout: 30_000 }).toBe('succeeded');
    const { problems } = await look();
    expect(problems).toEqual([]);
    const { runs } = await client.get('/v1/runs', { params: { query: { pipeline: 'orders' } } });
    expect(runs.map((run) => run.runId)).toContain(runId);
  });

  it('does what its documentation shows', async () => {
    const text = await exampleIn('src/client/create-client.ts');
    const here = text.replace('http://localhost:7460', served.address);
    const ran = await running(`${here} return { runId, status, problems };`, {
      createClient,
      token: served.token,
    });
    expect(ran).toMatchObject({
      runId: expect.any(String),
      status: expect.stringMatching(/running|succeeded|queued/),
    });
    const at = await project({ 'orders.csv': 'id\n1\n' });
    const upload = (await exampleIn('src/client/upload/index.ts')).replace(
      'orders.csv',
      at.path('orders.csv'),
    );
    const sent = await running(`${upload} return { state, name, problems };`, { client, uploadFile });
    expect(sent).toEqual({ state: 'promoted', name: expect.stringMatching(/\.csv$/), problems: [] });
  });

  it('knows what each answer holds, and what each question needs', () => {
    const listed = () => client.get('/v1/channels');
    expectTypeOf<Awaited<ReturnType<typeof listed>>['channels'][number]['maxBytes']>().toBeNumber();
    // @ts-expect-error a run has to be named
    const unnamed = () => client.get('/v1/runs/{runId}');
    // @ts-expect-error there is no such path
    const unknown = () => client.get('/v1/nothing');
    expect([unnamed, unknown]).toHaveLength(2);
  });

  it('throws the problems of the service, with what to do', async () => {
    const path = { runId: 'none' };
    expect(await problemsOf(client.get('/v1/runs/{runId}', { params: { path } }))).toEqual([
      expect.objectContaining({
        code: 'MR8012',
        severity: 'error',
        mend: expect.stringMatching(/GET \/v1\/runs/),
      }),
    ]);
    const other = createClient({ url: served.address, token: 'mr_other' });
    expect(await problemsOf(other.get('/v1/runs'))).toMatchObject([{ code: 'MR8001' }]);
  });

  it('gives an answer as it is where it is asked to', async () => {
    const live = await client.send('/v1/health/live');
    expect(await live.json()).toEqual({ status: 'live' });
    expect((await client.send('/v1/nothing')).status).toBe(404);
  });

  it('tells what does not answer as a service does', async () => {
    const asked = async (url: string) =>
      (await problemsOf(createClient({ url, token: 'secret-token' }).get('/v1/runs'))) ?? [];
    expect(await asked('http://127.0.0.1:1')).toMatchObject([{ code: 'MR8501', message: /ECONNREFUSED/ }]);
    expect(await asked(await answering(502, {}, '<html>'))).toMatchObject([{ code: 'MR8507' }]);
    expect(await asked(await answering(302, { location: 'https://elsewhere.example/x' }))).toMatchObject([
      { code: 'MR8502', message: expect.stringContaining('https://elsewhere.example') },
    ]);
    expect(await asked(await answering(200, { 'content-type': 'text/html' }, '<html>'))).toMatchObject([
      { code: 'MR8507' },
    ]);
    const newer = { problems: [{ code: 'MR8999', message: 'no\u001b[2J', mend: 'Wait.', notes: [1, 'a'] }] };
    expect(await asked(await answering(409, {}, JSON.stringify(newer)))).toMatchObject([
      { code: 'MR8507', message: 'MR8999: no\uFFFD[2J', mend: 'Wait.', notes: ['a'] },
    ]);
  });

  it.each([
    ['localhost:7460', 'MR8505'],
    ['https://me:secret-token@host', 'MR8505'],
    ['https://host/?a=b', 'MR8505'],
    ['http://host.example', 'MR8506'],
    ['http://127.evil.example', 'MR8506'],
  ])('refuses %s, and does not repeat what may be secret', (url, code) => {
    const make = () => createClient({ url, token: 'secret-token' });
    expect(make).toThrowError(code);
    expect(make).not.toThrowError('secret-token');
  });

  it('refuses a token that no header takes, and does not repeat it', () => {
    for (const token of ['', 'a b', 'secret\nx', 'ü'.repeat(3), 'x'.repeat(501)]) {
      const make = () => createClient({ url: 'http://localhost', token });
      expect(make).toThrowError('MR8509');
      expect(make).not.toThrowError(/secret|xxx/);
    }
  });

  it('is made from a description that is OpenAPI 3.1, and the one that a service gives', async () => {
    const description = await describeService();
    expect(await (await fetch(`${served.address}/v1/openapi.json`)).json()).toEqual(
      JSON.parse(JSON.stringify(description)),
    );
    expect(await new Validator().validate(JSON.parse(JSON.stringify(description)))).toMatchObject({
      valid: true,
    });
  });
});
