import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { orders } from './support/orders.js';
import { type Served, serve } from './support/serve.js';

const text = orders['pipelines/orders.yaml'];
const called = (name: string): string => text.replace('pipeline: orders', `pipeline: ${name}`);

const put = async ({ ask }: Served, name: string): Promise<unknown> => {
  const headers = { 'content-type': 'application/yaml' };
  const answer = await ask(`/v1/pipelines/${name}/document`, { method: 'PUT', headers, body: called(name) });
  return { status: answer.status, ...((await answer.json()) as object) };
};

test('a new pipeline takes the place of no other one, whatever the names of files are', async () => {
  const served = await serve({ ...orders, 'pipelines/late.yaml': called('sales') });
  onTestFinished(served.close);
  expect(await put(served, 'late')).toMatchObject({ status: 409, code: 'MR8025' });
  expect(await readFile(join(served.folder, 'pipelines/late.yaml'), 'utf8')).toBe(called('sales'));
});

test('a new pipeline takes the place of a document that does not hold', async () => {
  const served = await serve({ ...orders, 'pipelines/late.yaml': 'millrace: [' });
  onTestFinished(served.close);
  expect(await (await served.ask('/v1/pipelines/late')).json()).toMatchObject({
    code: 'MR8004',
    problems: [{ notes: ['documents that do not hold: pipelines/late.yaml'] }],
  });
  expect(await put(served, 'late')).toMatchObject({ status: 201 });
});

test('where no pattern names its file, a new pipeline leaves nothing behind', async () => {
  const served = await serve({
    ...orders,
    'other.yaml': 'not ours',
    'serve.yaml': 'serve: 1\npipelines: [ pipelines/orders.yaml ]\n',
  });
  onTestFinished(served.close);
  expect(await put(served, 'late')).toMatchObject({ status: 409, code: 'MR8025' });
  expect(await put(served, 'other')).toMatchObject({ status: 409, code: 'MR8025' });
  expect(await readFile(join(served.folder, 'other.yaml'), 'utf8')).toBe('not ours');
  expect(await readdir(served.folder)).not.toContain('late.yaml');
});
