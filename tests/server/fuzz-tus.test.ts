import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { createTus } from '../gateway/paths/entries.js';
import { createClient } from '../gateway/paths/http.js';
import { serveUploads } from '../gateway/paths/service.js';
import { hostileText } from './fuzz/values.js';

const sendable = (text: string): string => text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '~');

const headers: Readonly<Record<string, readonly string[]>> = {
  'tus-resumable': ['1.0.0', '1.0.0', '1.0.0', '1.0.0', '0.2.0'],
  'upload-length': ['5', '0', '-1', '1e3', '9007199254740993', '5, 5'],
  'upload-defer-length': ['1', '0'],
  'upload-offset': ['0', '1', '-1', '5'],
  'upload-metadata': [
    'channel YWxs,filename YS5jc3Y=,filetype dGV4dC9jc3Y=',
    'channel',
    'a a,a a',
    '__proto__ YQ==',
    ', ,',
  ],
  'upload-checksum': ['sha1 AAAA', 'md5 AAAA', 'sha256', '__proto__ AAAA'],
  'upload-concat': ['partial', 'final;/a /b'],
  'content-type': ['application/offset+octet-stream', 'application/offset+octet-stream', 'text/csv'],
  'content-digest': ['sha-256=:AAAA:', 'x', 'md5=:AAAA:'],
  'repr-digest': ['sha-256=:AAAA:', 'sha-512=1', '('],
  'x-forwarded-proto': ['https', 'x'],
  'x-http-method-override': ['DELETE', 'PUT'],
};

const oneHeader = fc
  .constantFrom(...Object.keys(headers))
  .chain((name) =>
    fc
      .oneof(
        { weight: 5, arbitrary: fc.constantFrom(...(headers[name] ?? [])) },
        { weight: 1, arbitrary: hostileText.map(sendable) },
      )
      .map((text) => [name, text] as const),
  );

it('tus, asked anything, never fails, and says what is wrong as every other route does', async () => {
  const served = await serveUploads('none');
  onTestFinished(() => served.close());
  const client = createClient(served);
  onTestFinished(() => client.close());
  const made = await createTus(client, { name: 'a.csv', declaredType: 'text/csv' }, { 'upload-length': '5' });
  const path = String(made.headers['location']);
  const requests = fc.tuple(
    fc.constantFrom('POST', 'PATCH', 'HEAD', 'DELETE', 'OPTIONS', 'GET', 'PUT'),
    fc.constantFrom(
      '/v1/tus/',
      path,
      path,
      path,
      '/v1/tus/none',
      '/v1/tus/%00',
      '/v1/tus/..%2f..',
      '/v1/tus',
      '/v1/tus/a/b',
      '/v1/tus/constructor',
      '/v1/tus/%',
    ),
    fc
      .array(oneHeader, { maxLength: 6 })
      .map((all) => Object.fromEntries([['tus-resumable', '1.0.0'], ...all]) as Record<string, string>),
    fc.constantFrom('', 'id\n1\n', 'x'.repeat(100)),
  );
  for (const [method, at, sent, body] of fc.sample(requests, { numRuns: 600, seed: 7 })) {
    if (method === 'DELETE' && at === path) continue;
    const {
      status,
      headers: answered,
      text,
    } = await client.send({ method, path: at, headers: sent, body: Buffer.from(body) });
    const about = `${method} ${at} ${JSON.stringify(sent)} -> ${status} ${text}`;
    expect(status, about).toBeLessThan(500);
    if (status < 400 || method === 'HEAD') continue;
    expect([answered['content-type'], about]).toEqual(['application/problem+json', about]);
    expect(JSON.parse(text), about).toMatchObject({ status, code: expect.stringMatching(/^MR8/) });
  }
});
