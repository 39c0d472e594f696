import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Upload } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serve } from './support/serve.js';

const CSV = 'id,name\n1,Ada\n2,Grace\n';

const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64');

const pipeline = `millrace: 1
pipeline: inbox
trigger: { upload: orders }
resources:
  stores:
    inbox: { folder: ../inbox/orders }
    out: { folder: ../out }
nodes:
  orders:
    use: read_csv
    with: { path: "inbox://*.csv", new_only: true }
  out:
    use: write_parquet
    from: orders
    with: { path: out://orders/, mode: append }
`;

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly name?: string;
  readonly sha256?: string;
  readonly problems: readonly { readonly code: string }[];
}

describe('uploads over HTTP', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serve({
      'pipelines/inbox.yaml': pipeline,
      'serve.yaml':
        'serve: 1\nuploads:\n  scanner: none\n  channels:\n    orders: { accept: [csv, json, zip], folder: inbox/orders }\n',
    });
  });
  afterAll(() => served?.close());

  const put = (
    name: string,
    body: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> =>
    served.ask(`/v1/channels/orders/files/${encodeURIComponent(name)}`, {
      method: 'PUT',
      headers: { 'content-type': 'text/csv', prefer: 'wait=30', ...headers },
      body,
    });

  it('takes a file as a body, promotes it under a name of its own, and starts the pipeline', async () => {
    const answer = await put('orders.csv', CSV, { 'content-digest': `sha-256=:${digestOf(CSV)}:` });
    expect(answer.status).toBe(201);
    const shown = (await answer.json()) as Shown;
    expect(shown).toMatchObject({ state: 'promoted', clientName: 'orders.csv', type: 'csv', problems: [] });
    expect(answer.headers.get('location')).toBe(`/v1/uploads/${shown.id}`);
    expect(await readFile(join(served.folder, 'inbox/orders', shown.name ?? ''), 'utf8')).toBe(CSV);
    expect(JSON.stringify(shown)).not.toContain(served.folder);
    await expect
      .poll(
        async () => {
          const { runs } = (await (await served.ask('/v1/runs?pipeline=inbox')).json()) as {
            runs: { status: string; runId: string }[];
          };
          return runs.map(({ status }) => status);
        },
        { timeout: 30_000 },
      )
      .toEqual(['succeeded']);
    const { runs } = (await (await served.ask('/v1/runs?pipeline=inbox')).json()) as {
      runs: { runId: string }[];
    };
    const record = await (await served.ask(`/v1/runs/${runs[0]?.runId}/record`)).json();
    expect(record).toMatchObject({ trigger: { channel: 'orders', uploads: [{ upload: shown.id }] } });
  });

  it('takes files of a form', async () => {
    const form = new FormData();
    form.append('sha256', createHash('sha256').update(CSV).digest('hex'));
    form.append('one', new Blob([CSV], { type: 'text/csv' }), 'one.csv');
    form.append('two', new Blob(['[1, 2]'], { type: 'application/json' }), 'two.json');
    const answer = await served.ask('/v1/channels/orders/files', { method: 'POST', body: form });
    expect(answer.status).toBe(202);
    const { uploads } = (await answer.json()) as { uploads: Shown[] };
    for (const { id } of uploads)
      await expect
        .poll(async () => ((await (await served.ask(`/v1/uploads/${id}`)).json()) as Shown).state, {
          timeout: 30_000,
        })
        .toBe('promoted');
  });

  it('takes a file in parts by tus, with a checksum of each', async () => {
    const text = `id,name\n${Array.from({ length: 500 }, (_, at) => `${at},name ${at}`).join('\n')}\n`;
    const url = await new Promise<string | null>((resolve, reject) => {
      const upload: Upload = new Upload(Buffer.from(text), {
        endpoint: `${served.address}/v1/tus/`,
        chunkSize: 1000,
        metadata: { channel: 'orders', filename: 'many.csv', filetype: 'text/csv' },
        headers: { authorization: `Bearer ${served.token}` },
        onError: reject,
        onSuccess: () => resolve(upload.url),
      });
      upload.start();
    });
    const id = url?.split('/').at(-1) ?? '';
    await served.service.uploads?.gateway.settled(id);
    const shown = (await (await served.ask(`/v1/uploads/${id}`)).json()) as Shown;
    expect(shown).toMatchObject({
      state: 'promoted',
      sha256: createHash('sha256').update(text).digest('hex'),
    });
  });

  it('answers a wrong checksum of a part with 460, and keeps nothing of it', async () => {
    const tus = { 'tus-resumable': '1.0.0' };
    const metadata = Object.entries({ channel: 'orders', filename: 'part.csv', filetype: 'text/csv' })
      .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
      .join(',');
    const made = await served.ask('/v1/tus/', {
      method: 'POST',
      headers: { ...tus, 'upload-length': String(CSV.length), 'upload-metadata': metadata },
    });
    expect(made.status).toBe(201);
    const location = made.headers.get('location') ?? '';
    const patch = (checksum: string) =>
      served.ask(location, {
        method: 'PATCH',
        headers: {
          ...tus,
          'content-type': 'application/offset+octet-stream',
          'upload-offset': '0',
          'upload-checksum': checksum,
        },
        body: CSV,
      });
    expect((await patch(`sha256 ${digestOf('other')}`)).status).toBe(460);
    const head = await served.ask(location, { method: 'HEAD', headers: tus });
    expect(head.headers.get('upload-offset')).toBe('0');
    expect((await patch(`sha256 ${digestOf(CSV)}`)).status).toBe(204);
    const options = await served.ask('/v1/tus/', { method: 'OPTIONS' });
    expect(options.headers.get('tus-checksum-algorithm')).toBe('sha1,sha256,sha512');
    expect(options.headers.get('tus-extension')).toContain('checksum');
  });

  it('promotes nothing that is not what it says', async () => {
    const html = await put('page.csv', '<!doctype html><html><script>alert(1)</script></html>');
    expect(html.status).toBe(422);
    expect(await html.json()).toMatchObject({ code: expect.stringMatching(/^MR82/) });
    const location = html.headers.get('location') ?? '';
    expect(await (await served.ask(location)).json()).toMatchObject({ state: 'rejected' });
    const digest = await put('wrong.csv', CSV, { 'content-digest': `sha-256=:${digestOf('other')}:` });
    expect(await digest.json()).toMatchObject({ code: 'MR8111' });
    const name = await put('../x.csv', CSV);
    expect(name.status).toBe(400);
    const doubled = await put('a.csv', CSV, {
      'content-digest': `sha-256=:${digestOf(CSV)}:, sha-256=:${digestOf(CSV)}:`,
    });
    expect(await doubled.json()).toMatchObject({ code: 'MR8023' });
    // Hidden files come and go while another upload is promoted.
    const files = (await readdir(join(served.folder, 'inbox/orders'))).filter(
      (name) => !name.startsWith('.'),
    );
    const texts = await Promise.all(
      files.map((file) => readFile(join(served.folder, 'inbox/orders', file), 'utf8')),
    );
    expect(texts.join()).not.toContain('<script>');
  });
});
