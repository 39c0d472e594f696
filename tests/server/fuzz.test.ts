import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Asked, type Client, createClient } from '../gateway/paths/http.js';
import { openRaw } from '../gateway/paths/raw.js';
import { type Known, type Operation, requestsOf } from './fuzz/requests.js';
import { orders } from './support/orders.js';
import { type Served, serve } from './support/serve.js';

const REQUESTS = Number(process.env['MILLRACE_FUZZ'] ?? 60);

type Description = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };

let served: Served;
let client: Client;
let description: Description;
let known: Known;
let isValid: (pointer: string, value: unknown) => string;

const pointerOf = (...steps: readonly string[]): string =>
  steps.map((step) => `/${encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');

beforeAll(async () => {
  served = await serve({
    ...orders,
    'serve.yaml':
      'serve: 1\nlimits: { requests: 1000000/1m, body: 50KB }\nuploads:\n  scanner: none\n  channels:\n    orders: { accept: [csv], folder: inbox/orders }\n',
  });
  client = createClient(served);
  description = (await (await served.ask('/v1/openapi.json')).json()) as Description;
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(description, 'api');
  isValid = (pointer, value) => {
    const validate = ajv.getSchema(`api#${pointer}`);
    if (!validate) throw new Error(`no schema at ${pointer}`);
    return validate(value) ? '' : ajv.errorsText(validate.errors);
  };
  const json = (init: RequestInit): RequestInit => ({
    ...init,
    headers: { 'content-type': 'application/json' },
  });
  const started = await served.ask('/v1/runs', json({ method: 'POST', body: '{"pipeline":"orders"}' }));
  const { runId } = (await started.json()) as { runId: string };
  await served.service.desk.ended(runId);
  const [version] = await served.service.pipelines.versions('orders');
  const put = await served.ask('/v1/channels/orders/files/a.csv', {
    method: 'PUT',
    headers: { 'content-type': 'text/csv', prefer: 'wait=20' },
    body: 'id\n1\n',
  });
  const { id } = (await put.json()) as { id: string };
  known = {
    runId: [runId],
    name: ['orders'],
    pipeline: ['orders'],
    node: ['out', 'orders'],
    version: [version?.hash ?? ''],
    id: [id],
    code: ['MR8001'],
    channel: ['orders'],
  };
});
afterAll(async () => {
  client?.close();
  await served?.close();
});

const bodies: Readonly<Record<string, readonly string[]>> = {
  startRun: [
    '{"pipeline":"orders","params":{"none":"1"}}',
    '{"pipeline":"orders","params":{"a\\u0000":"\\u0000"}}',
    '{"pipeline":"orders","asOf":"yesterday"}',
  ],
  replayQuarantine: [
    '{}',
    '{"where":"id = \'x\'"}',
    '{"where":"\\u0000"}',
    '{"set":{"id":"2"}}',
    '{"node":"none"}',
  ],
  putDocument: [
    orders['pipelines/orders.yaml'],
    'millrace: 1\npipeline: orders\nnodes: {}\n',
    '&a [*a]',
    '\0',
    '{"millrace":1}',
  ],
  putFile: ['id\n1\n'],
};

const fault = (
  asked: Asked,
  { status, headers, text }: Answer,
  path: string,
  operation: Operation,
): string => {
  const type = String(headers['content-type'] ?? '');
  const about = `${asked.method} ${JSON.stringify(asked.path)} ${JSON.stringify(asked.headers)} ${asked.body?.toString().slice(0, 200)}\n-> ${status} ${type} ${text.slice(0, 500)}\n`;
  if (status >= 500) return `a fault of ours: ${about}`;
  if (status >= 400) {
    if (type !== 'application/problem+json') return `no problem details: ${about}`;
    const wrong = isValid('/components/schemas/ProblemDetails', JSON.parse(text));
    return wrong && `${wrong}: ${about}`;
  }
  if (status === 304 || status === 204 || !type.startsWith('application/json')) return '';
  const method = asked.method.toLowerCase();
  if (!operation.responses[status]) return `not described: ${about}`;
  const at = ['paths', path, method, 'responses', String(status), 'content', 'application/json', 'schema'];
  const wrong = isValid(pointerOf(...at), JSON.parse(text));
  return wrong && `${wrong}: ${about}`;
};

describe('the interface, asked anything that its description says and does not say', () => {
  it('never fails, and answers as it is described', async () => {
    const faults: string[] = [];
    let answered = 0;
    for (const [path, methods] of Object.entries(description.paths))
      for (const [method, operation] of Object.entries(methods)) {
        const arbitrary = requestsOf(method, path, operation, known, bodies[operation.operationId]);
        const all = fc.sample(arbitrary, { numRuns: REQUESTS, seed: 7 });
        await Promise.all(
          all.map(async (asked) => {
            const answer = await client
              .send(asked)
              .catch((thrown: Error) => ({ status: 599, headers: {}, text: thrown.message }));
            if (answer.status < 300) answered += 1;
            const wrong = fault(asked, answer, path, operation);
            if (wrong) faults.push(wrong);
          }),
        );
      }
    expect(faults).toEqual([]);
    // Else nothing of what lies behind the checks of the form was asked.
    expect(answered).toBeGreaterThan(3 * REQUESTS);
  });

  it.each([
    ['GET / HTTP/9.9', 400],
    ['\0\0\0', 400],
    ['GET /v1/runs HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2', 400],
    ['POST /v1/runs HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked', 400],
    ['GET /v1/runs HTTP/1.1\r\nhost: x\r\nexpect: tea', 417],
    [`GET /v1/runs HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}`, 431],
    ['GET /v1/%zz HTTP/1.1\r\nhost: x\r\nconnection: close', 400],
  ])('answers %j, which is no request, with problem details', async (head, status) => {
    const raw = await openRaw(served);
    raw.write(`${head}\r\n\r\n`);
    const [, answered, body] = /^HTTP\/1\.1 (\d+) .*?\r\n\r\n(.*)$/s.exec(await raw.closed) ?? [];
    expect(Number(answered)).toBe(status);
    expect(isValid('/components/schemas/ProblemDetails', JSON.parse(body ?? ''))).toBe('');
  });
});
