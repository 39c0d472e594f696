import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../src/kit/index.js';
import { type Served, serve } from '../server/support/serve.js';
import { partners } from './partners.js';

let served: Served;

beforeAll(async () => {
  served = await serve(partners);
});
afterAll(() => served.close());

const json = async (response: Response): Promise<unknown> => {
  expect(response.status, await response.clone().text()).toBeLessThan(300);
  return response.json();
};

const run = async (pipeline = 'partners'): Promise<RunRecord> => {
  const body = JSON.stringify({ pipeline });
  const headers = { 'content-type': 'application/json' };
  const { runId } = (await json(await served.ask('/v1/runs', { method: 'POST', body, headers }))) as {
    runId: string;
  };
  await served.service.desk.ended(runId);
  return (await json(await served.ask(`/v1/runs/${runId}/record`))) as RunRecord;
};

const columns = async (pipeline = 'partners'): Promise<Readonly<Record<string, unknown>>> => {
  const answer = await json(await served.ask(`/v1/datasets/${pipeline}/out/columns`));
  const list = (answer as { columns: { name: string }[] }).columns;
  return Object.fromEntries(list.map((column) => [column.name, column]));
};

const classify = (column: string, of: string): Promise<Response> =>
  served.ask(`/v1/datasets/partners/out/columns/${column}/class`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ class: of, reason: 'asked the partner' }),
  });

const put = (change: (text: string) => string): Promise<Response> =>
  served.ask('/v1/pipelines/partners/document', {
    method: 'PUT',
    headers: { 'content-type': 'text/plain' },
    body: change(partners['pipelines/partners.yaml']),
  });

describe('classes of the columns of a dataset', () => {
  it('come from contracts and semantic types, and through lineage', async () => {
    const { classes } = await run();
    expect(classes).toEqual({
      out: {
        classes: { email: 'personal', account: 'sensitive', who: 'personal' },
        masks: { email: 'email', account: 'iban', who: 'email' },
      },
    });
    expect(await columns()).toMatchObject({
      note: { class: 'none', sources: ['partners.note'] },
      email: { class: 'personal' },
      who: { class: 'personal', found: 'personal', sources: ['partners.email'] },
    });
  });

  it('go along with what another pipeline reads of it', async () => {
    const { classes } = await run('again');
    expect(classes?.['out']?.classes).toEqual({});
    expect(await columns('again')).toMatchObject({
      note: { class: 'none' },
      email: { class: 'personal' },
      account: { class: 'sensitive' },
      who: { class: 'personal' },
    });
  });

  it('do not fall by what a document says later', async () => {
    await json(await put((text) => text.replace('{ type: email }', '{ type: email, class: none }')));
    expect((await run()).classes?.['out']?.classes).toEqual({ account: 'sensitive' });
    expect(await columns()).toMatchObject({ email: { class: 'personal' }, who: { class: 'personal' } });
  });

  it('are what a steward declares, with who, when and why', async () => {
    expect((await classify('who', 'none')).status).toBe(204);
    expect((await classify('note', 'sensitive')).status).toBe(204);
    const declared = { by: 'administrator', reason: 'asked the partner', class: 'none' };
    expect(await columns()).toMatchObject({
      who: { class: 'none', found: 'personal', declared },
      note: { class: 'sensitive', found: 'none' },
    });
    await run();
    expect(await columns()).toMatchObject({ who: { class: 'none' }, note: { class: 'sensitive' } });
  });

  it('are found anew where the column is made of something else by now', async () => {
    await json(await put((text) => text.replace("split_part(email, '@', 1)", 'account')));
    await run();
    const { who } = (await columns()) as { who: Record<string, unknown> };
    expect(who).toMatchObject({ class: 'sensitive', sources: ['partners.account'] });
    expect(who).not.toHaveProperty('declared');
  });

  it('of a column that is not there are not declared', async () => {
    const response = await classify('whom', 'none');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'MR8011' });
  });
});
