import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serve } from '../server/support/serve.js';
import { canary, partners, people } from './support/partners.js';

const document = (name: string, reads: string, out = name): string => `millrace: 1
pipeline: ${name}
resources:
  stores:
    here: { folder: .. }
nodes:
  read:
    use: ${reads}
  out:
    use: write_csv
    from: read
    with: { path: here://${out}.csv, mode: replace }
`;

const csv = (options: string): string => `read_csv\n    with: { path: here://table.csv, ${options} }`;

let served: Served;
let viewer: string;

const headers = { 'content-type': 'application/json' };
const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
  const answer = await served.ask(path, { method: 'POST', body: JSON.stringify(body), headers });
  expect(answer.status, await answer.clone().text()).toBeLessThan(300);
  return (await answer.json()) as Record<string, unknown>;
};
const run = async (pipeline: string): Promise<string> => {
  const { runId } = await post('/v1/runs', { pipeline });
  await served.service.desk.ended(String(runId));
  return String(runId);
};
const put = async (name: string, body: string): Promise<void> => {
  const answer = await served.ask(`/v1/pipelines/${name}/document`, {
    method: 'PUT',
    headers: { 'content-type': 'text/plain' },
    body,
  });
  expect(answer.status, await answer.clone().text()).toBeLessThan(300);
};
/** The rows of an output as a viewer is shown them. */
const shown = async (pipeline: string): Promise<string> => {
  const answer = await fetch(`${served.address}/v1/datasets/${pipeline}/out/rows`, {
    headers: { authorization: `Bearer ${viewer}` },
  });
  const body = (await answer.json()) as { readonly rows?: unknown; readonly code?: string };
  // Where each column may be sensitive, there is none to be shown.
  if (answer.status !== 200) expect(body.code).toBe('MR8601');
  return JSON.stringify(body.rows ?? []);
};

beforeAll(async () => {
  served = await serve({
    ...partners,
    ...people,
    'pipelines/table.yaml': partners['pipelines/partners.yaml']
      .replace('pipeline: partners', 'pipeline: table')
      .replace('use: write_parquet', 'use: write_csv')
      .replace('out.parquet', 'table.csv'),
  });
  viewer = String((await post('/v1/tokens', { name: 'test', owner: 'vera' }))['token']);
  await run('table');
});
afterAll(() => served?.close());

describe('what was published is of its classes for whoever reads it', () => {
  it.each([
    ['other names', 'header: false, skip: 1, names: [email, a, b, note, c, id]'],
    ['another line of names', 'skip: 1'],
    ['one column', 'header: false, delimiter: "|"'],
  ])('under %s', async (_, options) => {
    await put('reader', document('reader', csv(options)));
    await run('reader');
    const rows = await shown('reader');
    expect(rows).not.toContain(canary.sensitive);
    expect(rows).not.toContain(canary.personal);
  });

  it('where it was written before, and lies still', async () => {
    const text = await (await served.ask('/v1/pipelines/table/document')).text();
    await put('table', text.replace('here://table.csv', 'here://moved.csv'));
    await run('table');
    await put('late', document('late', csv('row_origin: false')));
    await run('late');
    expect(await shown('late')).not.toContain(canary.personal);
  });

  it('where the document is another once the run has ended, or none', async () => {
    const text = document('gone', csv('row_origin: false'));
    await put('gone', text);
    const { desk } = served.service;
    const { runId } = await post('/v1/runs', { pipeline: 'gone' });
    const file = join(served.folder, 'pipelines/gone.yaml');
    // Whenever the run gets to it: what it ran counts.
    await new Promise<void>((resolve) => {
      const feed = desk.feedOf(String(runId));
      if (!feed) return resolve();
      feed.listen(0, (fed) => {
        if (fed === 'end' || fed.event.type === 'run_started') resolve();
      });
    });
    await writeFile(
      file,
      text.replaceAll('here', 'there').replaceAll('read', 'seen').replace('seen_csv', 'read_csv'),
    );
    await desk.ended(String(runId));
    expect(await shown('gone')).not.toContain(canary.personal);
    await rm(file);
    expect(await shown('gone')).not.toContain(canary.personal);
  });

  it('where a pipeline reads raw files that the contract of another has spoken of', async () => {
    await put('raw', document('raw', 'read_csv\n    with: { path: here://partners.csv }'));
    await run('raw');
    const rows = await shown('raw');
    expect(rows).toContain(canary.open);
    expect(rows).not.toContain(canary.sensitive);
    expect(rows).not.toContain(canary.personal);
  });

  it('where a pipeline reads them that had a contract, and has none any more', async () => {
    const text = await (await served.ask('/v1/pipelines/table/document')).text();
    const bare = text
      .replace(/ {4}contract:[\s\S]*?(?= {2}known:)/, '')
      .replace(/columns:\n\s+who: .*/, 'columns: { other: email }');
    expect(bare).not.toContain('contract');
    await put('table', bare);
    await run('table');
    expect(await shown('table')).not.toContain(canary.personal);
  });
});
