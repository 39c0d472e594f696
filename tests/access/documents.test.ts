import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serve } from '../server/support/serve.js';
import { canary, partners, people } from './support/partners.js';

/** What the rows of the file are called where its first row is taken for its names. */
const peeping = `millrace: 1
pipeline: peeping
resources:
  stores:
    here: { folder: .. }
nodes:
  read:
    use: read_csv
    with: { path: here://partners.csv, skip: 1, header: true }
  kept:
    use: select
    from: read
    with: { columns: [nothing] }
  out:
    use: write_csv
    from: kept
    with: { path: here://peeping.csv, mode: replace }
`;

const rules = `@id("not-hr")
forbid (principal, action in [Millrace::Action::"dataset.read", Millrace::Action::"document.write"], resource)
when { resource.tags.contains("hr") }
unless { principal in Millrace::Role::"steward" };
`;

let served: Served;
const tokens = new Map<string, string>();
const headers = { 'content-type': 'application/json' };

const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
  const answer = await served.ask(path, { method: 'POST', body: JSON.stringify(body), headers });
  expect(answer.status, await answer.clone().text()).toBeLessThan(300);
  return (await answer.json()) as Record<string, unknown>;
};
const as = (who: string, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${served.address}${path}`, {
    ...init,
    headers: { ...init.headers, authorization: `Bearer ${tokens.get(who)}` },
  });

const hr = partners['pipelines/partners.yaml'].replace(
  'pipeline: partners',
  'pipeline: partners\ntags: [hr]',
);

beforeAll(async () => {
  served = await serve({
    ...partners,
    ...people,
    'pipelines/partners.yaml': hr,
    'pipelines/peeping.yaml': peeping,
    'access/hr.cedar': rules,
  });
  for (const owner of ['vera', 'anna'])
    tokens.set(owner, String((await post('/v1/tokens', { name: 'test', owner }))['token']));
});
afterAll(() => served?.close());

describe('a look at files for a document', () => {
  it('tells who may not see all of them where something is wrong, and no more', async () => {
    const answer = await as('anna', '/v1/pipelines/peeping/validate', { method: 'POST' });
    expect(answer.status).toBe(200);
    const { valid, problems } = (await answer.json()) as { valid: boolean; problems: { place?: unknown }[] };
    expect(valid).toBe(false);
    expect(problems[0]?.place).toMatchObject({ line: 13 });
    expect(JSON.stringify(problems)).not.toContain(canary.personal);
    const whole = await served.ask('/v1/pipelines/peeping/validate', { method: 'POST' });
    expect(await whole.text()).toContain(canary.personal);
  });
});

describe('a rule about a tag', () => {
  it('holds while the document that has it is broken, and once it is gone', async () => {
    const { runId } = await post('/v1/runs', { pipeline: 'partners' });
    await served.service.desk.ended(String(runId));
    const file = join(served.folder, 'pipelines/partners.yaml');
    const rows = async () => (await as('vera', '/v1/datasets/partners/out/rows')).status;
    const put = async () =>
      (
        await as('anna', '/v1/pipelines/partners/document', {
          method: 'PUT',
          headers: { 'content-type': 'text/plain' },
          body: partners['pipelines/partners.yaml'],
        })
      ).status;
    expect([await rows(), await put()]).toEqual([403, 403]);
    await writeFile(file, `${hr}  broken: {}\n`);
    await expect.poll(async () => (await served.ask('/v1/pipelines/partners')).status).toBe(404);
    expect([await rows(), await put()]).toEqual([403, 403]);
    await rm(file);
    await expect.poll(async () => (await served.ask('/v1/pipelines')).text()).not.toContain('partners.yaml');
    expect([await rows(), await put()]).toEqual([403, 403]);
  });
});
