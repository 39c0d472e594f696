import { connect } from 'node:net';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orders } from './support/orders.js';
import { type Served, serve } from './support/serve.js';

describe('requests of any kind', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serve({
      ...orders,
      'serve.yaml': 'serve: 1\nlimits: { body: 2KB, request: 300ms, requests: 1000/1m }\n',
    });
  });
  afterAll(() => served?.close());

  it('lets in the administrator alone', async () => {
    const none = await fetch(`${served.address}/v1/runs`);
    expect(none.status).toBe(401);
    expect(none.headers.get('www-authenticate')).toBe('Bearer realm="millrace"');
    expect(none.headers.get('content-type')).toBe('application/problem+json');
    expect(await none.json()).toMatchObject({ code: 'MR8001', status: 401, type: '/v1/errors/MR8001' });
    const wrong = await fetch(`${served.address}/v1/runs`, { headers: { authorization: 'Bearer mr_wrong' } });
    expect(wrong.status).toBe(401);
  });

  it('says without a token that it lives, can work, what it takes, and what errors mean', async () => {
    for (const path of ['/v1/health/live', '/v1/health/ready', '/v1/openapi.json', '/v1/errors/MR8001'])
      expect((await fetch(`${served.address}${path}`)).status, path).toBe(200);
  });

  it('is described by OpenAPI 3.1', async () => {
    const description = (await (await fetch(`${served.address}/v1/openapi.json`)).json()) as Record<
      string,
      unknown
    >;
    expect(description).toMatchObject({ openapi: '3.1.0' });
    expect(await new Validator().validate({ ...description })).toMatchObject({ valid: true });
  });

  it('says what is wrong with a request, and where', async () => {
    const query = await served.ask('/v1/runs?limit=many');
    expect(query.status).toBe(400);
    expect(await query.json()).toMatchObject({
      code: 'MR8002',
      detail: expect.stringContaining('querystring limit'),
    });
    const body = await served.ask('/v1/runs', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"pipeline": ',
    });
    expect(await body.json()).toMatchObject({ code: 'MR8002', detail: 'the body is not JSON' });
    const type = await served.ask('/v1/runs', {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: 'a',
    });
    expect(type.status).toBe(415);
    expect(await type.json()).toMatchObject({ code: 'MR8016' });
    const path = await served.ask('/v1/none');
    expect(path.status).toBe(404);
    expect(await path.json()).toMatchObject({ code: 'MR8019' });
  });

  it('takes no body that is too large or too slow', async () => {
    const large = await served.ask('/v1/runs', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ pipeline: 'x'.repeat(3000) }),
    });
    expect(large.status).toBe(413);
    expect(await large.json()).toMatchObject({ code: 'MR8015' });
    const { port } = new URL(served.address);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(
          `POST /v1/runs HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${served.token}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{`,
        );
      });
      let text = '';
      socket.on('data', (bytes) => {
        text += bytes.toString();
      });
      socket.on('close', () => resolve(text));
    });
    expect(answer).toContain('408 Request Timeout');
    expect(answer).toContain('MR8020');
  });

  it('answers with an ETag, and with nothing where nothing has changed', async () => {
    const first = await served.ask('/v1/pipelines');
    const etag = first.headers.get('etag') ?? '';
    const second = await served.ask('/v1/pipelines', { headers: { 'if-none-match': etag } });
    expect(second.status).toBe(304);
  });

  it('keeps its token as a hash, and takes a new one for the old', async () => {
    const { readFile } = await import('node:fs/promises');
    const text = await readFile(`${served.folder}/.millrace/serve/administrator.json`, 'utf8');
    expect(text).not.toContain(served.token);
    expect(served.token).toMatch(/^mr_[\w-]{43}$/);
  });

  it('says what browsers and proxies must not do with its answers', async () => {
    const { headers } = await served.ask('/v1/runs');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('private, no-cache');
  });
});

describe('a service that takes few requests', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serve({ ...orders, 'serve.yaml': 'serve: 1\nlimits: { requests: 3/1m }\n' });
  });
  afterAll(() => served?.close());

  it('says when to go on, also to those whom it does not know', async () => {
    for (let sent = 0; sent < 3; sent += 1)
      expect((await fetch(`${served.address}/v1/runs`)).status).toBe(401);
    const answer = await served.ask('/v1/runs');
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await answer.json()).toMatchObject({ code: 'MR8014', status: 429 });
  });
});
