import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, test } from 'vitest';
import { orders } from './support/orders.js';
import { type Served, serve } from './support/serve.js';

const yaml = { 'content-type': 'application/yaml' };
const text = orders['pipelines/orders.yaml'];

describe('pipelines over HTTP', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serve({ ...orders, 'pipelines/bad.yaml': 'millrace: 1\npipeline: bad\nnodes: 3\n' });
  });
  afterAll(() => served?.close());

  const put = (
    name: string,
    body: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> =>
    served.ask(`/v1/pipelines/${name}/document`, { method: 'PUT', headers: { ...yaml, ...headers }, body });

  it('lists what the folder has, and what does not hold there', async () => {
    const found = (await (await served.ask('/v1/pipelines')).json()) as {
      pipelines: { name: string }[];
      broken: { file: string; problems: { code: string; place?: object }[] }[];
    };
    expect(found.pipelines.map(({ name }) => name)).toEqual(['orders']);
    expect(found.broken).toMatchObject([{ file: 'pipelines/bad.yaml', problems: [{ place: { line: 3 } }] }]);
  });

  it('gives a document as it is written, and takes a new text over the one that was seen', async () => {
    const got = await served.ask('/v1/pipelines/orders/document');
    expect(await got.text()).toBe(text);
    const etag = got.headers.get('etag') ?? '';
    const changed = text.replace('rows: 10', 'rows: 20');
    const first = await put('orders', changed, { 'if-match': etag });
    expect(first.status).toBe(200);
    const stale = await put('orders', text, { 'if-match': etag });
    expect(stale.status).toBe(412);
    expect(await stale.json()).toMatchObject({ code: 'MR8007' });
    const taken = await put('orders', text, { 'if-none-match': '*' });
    expect(taken.status).toBe(412);
  });

  it('keeps versions by content, and says what differs between two', async () => {
    const versions = async (): Promise<readonly string[]> => {
      const answer = await served.ask('/v1/pipelines/orders/versions');
      const found = (await answer.json()) as { versions: { version: string }[] };
      return found.versions.map(({ version }) => version);
    };
    await put('orders', text);
    const before = await versions();
    await put('orders', `# a comment\n${text}`);
    expect(await versions()).toEqual(before);
    await put('orders', text.replace('rows: 10', 'rows: 30'));
    const [newest = '', older = ''] = await versions();
    expect(older).toBe(before[0]);
    const diff = await served.ask(`/v1/pipelines/orders/diff?from=${older}&to=${newest.slice(0, 8)}`);
    expect(await diff.json()).toEqual({
      changes: [{ kind: 'changed', path: 'nodes.orders.contract.tolerate.rows', before: 10, after: 30 }],
    });
    const stored = await served.ask(`/v1/pipelines/orders/versions/${older.slice(0, 12)}`);
    expect(await stored.text()).toContain('rows: 10');
    const none = await served.ask('/v1/pipelines/orders/versions/abcdef012345');
    expect(await none.json()).toMatchObject({ code: 'MR8006', status: 404 });
  });

  it('makes a new pipeline, which can be validated and run', async () => {
    const made = await put(
      'late',
      text.replaceAll('pipeline: orders', 'pipeline: late').replace('out.parquet', 'late.parquet'),
    );
    expect(made.status).toBe(201);
    const valid = await served.ask('/v1/pipelines/late/validate', { method: 'POST' });
    expect(await valid.json()).toEqual({ valid: true, problems: [] });
  });

  it('lists pipelines by pages, in the order of their names', async () => {
    const page = async (query: string) =>
      (await (await served.ask(`/v1/pipelines?${query}`)).json()) as {
        pipelines: { name: string }[];
        next?: string;
      };
    const first = await page('limit=1');
    expect(first).toMatchObject({ pipelines: [{ name: 'late' }], next: 'late' });
    const second = await page(`limit=1&cursor=${first.next}`);
    expect(second).toMatchObject({ pipelines: [{ name: 'orders' }] });
    expect(second.next).toBeUndefined();
    expect((await page('cursor=zzz')).pipelines).toEqual([]);
  });

  it('refuses a text that does not hold, with its places', async () => {
    const wrong = await put('orders', text.replace('use: read_csv', 'uze: read_csv'));
    expect(wrong.status).toBe(422);
    expect(await wrong.json()).toMatchObject({
      code: 'MR1021',
      problems: expect.arrayContaining([
        expect.objectContaining({
          code: 'MR1020',
          label: 'did you mean "use"?',
          place: expect.objectContaining({ file: 'pipelines/orders.yaml', line: 9 }),
        }),
      ]),
    });
    const kind = await put('orders', text.replace('use: read_csv', 'use: read_cvs'));
    expect(kind.status).toBe(422);
    expect(await kind.json()).toMatchObject({
      problems: [{ label: 'did you mean "read_csv"?', place: { file: 'pipelines/orders.yaml', line: 9 } }],
    });
    const other = await put('others', text);
    expect(other.status).toBe(422);
    expect(await other.json()).toMatchObject({ code: 'MR8010' });
    const none = await served.ask('/v1/pipelines/order');
    expect(none.status).toBe(404);
    expect(await none.json()).toMatchObject({
      code: 'MR8004',
      problems: [{ notes: ['did you mean "orders"?', 'documents that do not hold: pipelines/bad.yaml'] }],
    });
  });

  it('takes no program over the network, and says where two documents have one name', async () => {
    await writeFile(
      join(served.folder, 'pipelines/again.yaml'),
      text.replaceAll('pipeline: orders', 'pipeline: late'),
    );
    // A look at the files holds for a moment.
    await expect.poll(async () => (await served.ask('/v1/pipelines/late')).status).toBe(409);
    const twice = await served.ask('/v1/pipelines/late');
    expect(await twice.json()).toMatchObject({
      code: 'MR8005',
      problems: [{ notes: ['pipelines/again.yaml', 'pipelines/late.yaml'] }],
    });
  });
});

test('a document that is a program is shown, and not written', async () => {
  const program = `import { defineConfig } from 'x';\nexport default { millrace: 1, pipeline: 'made', resources: { stores: { here: { folder: '..' } } }, nodes: { a: { use: 'read_csv', with: { path: 'here://orders.csv' } }, b: { use: 'write_csv', from: 'a', with: { path: 'here://b.csv' } } } };\n`;
  const served = await serve({
    ...orders,
    'pipelines/made.js': program.replace(/^import.*\n/, ''),
    'serve.yaml': 'serve: 1\npipelines: [ "pipelines/*.js" ]\n',
  });
  onTestFinished(() => served.close());
  expect(await (await served.ask('/v1/pipelines/made')).json()).toMatchObject({ name: 'made' });
  const answer = await served.ask('/v1/pipelines/made/document', {
    method: 'PUT',
    headers: yaml,
    body: text.replaceAll('pipeline: orders', 'pipeline: made'),
  });
  expect(answer.status).toBe(409);
  expect(await answer.json()).toMatchObject({ code: 'MR8009' });
});
