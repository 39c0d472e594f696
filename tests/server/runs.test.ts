import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endless, orders } from './support/orders.js';
import { type Served, serve } from './support/serve.js';

const json = { 'content-type': 'application/json' };

describe('runs over HTTP', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serve({ ...orders, ...endless });
  });
  afterAll(() => served?.close());

  const start = (body: object, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    served.ask('/v1/runs', { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) });

  const get = async (path: string): Promise<unknown> => (await served.ask(path)).json();

  const done = async (body: object): Promise<string> => {
    const { runId } = (await (await start(body)).json()) as { runId: string };
    await served.service.desk.ended(runId);
    return runId;
  };

  it('starts a run, and tells how it went', async () => {
    const answer = await start({ pipeline: 'orders' });
    expect(answer.status).toBe(202);
    const { runId } = (await answer.json()) as { runId: string };
    expect(answer.headers.get('location')).toBe(`/v1/runs/${runId}`);
    await served.service.desk.ended(runId);
    expect(await get(`/v1/runs/${runId}`)).toMatchObject({
      runId,
      pipeline: 'orders',
      status: 'succeeded',
      rowsPublished: 2,
    });
    expect(await get(`/v1/runs/${runId}/record`)).toMatchObject({ runId, status: 'succeeded' });
    expect(await get(`/v1/runs/${runId}/decisions`)).toMatchObject({
      decisions: expect.arrayContaining([expect.objectContaining({ node: 'orders', about: 'new_columns' })]),
    });
  });

  it('shows the bad rows of a run, and replays them once they are mended', async () => {
    const runId = await done({ pipeline: 'orders' });
    const found = (await get(`/v1/runs/${runId}/quarantine`)) as { nodes: readonly object[] };
    expect(found.nodes).toMatchObject([
      {
        node: 'orders',
        kept: 1,
        groups: [{ rule: 'type', rows: 1 }],
        rows: [{ original: { id: 'x', name: 'b' } }],
      },
    ]);
    const answer = await served.ask(`/v1/runs/${runId}/replay`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ set: { id: "'2'" } }),
    });
    expect(answer.status).toBe(202);
    const replay = (await answer.json()) as { runId: string };
    await served.service.desk.ended(replay.runId);
    expect(await get(`/v1/runs/${replay.runId}`)).toMatchObject({ replays: runId });
  });

  it('does a request once for each idempotency key', async () => {
    const key = { 'idempotency-key': 'once' };
    const first = (await (await start({ pipeline: 'orders' }, key)).json()) as { runId: string };
    const second = await start({ pipeline: 'orders' }, key);
    expect(second.status).toBe(202);
    expect(await second.json()).toMatchObject({ runId: first.runId });
    const other = await start({ pipeline: 'orders', asOf: '2026-01-01T00:00:00Z' }, key);
    expect(other.status).toBe(422);
    expect(await other.json()).toMatchObject({ code: 'MR8017' });
    await served.service.desk.ended(first.runId);
    const atOnce = await Promise.all([
      start({ pipeline: 'orders' }, { 'idempotency-key': 'b' }),
      start({ pipeline: 'orders' }, { 'idempotency-key': 'b' }),
    ]);
    const answers = (await Promise.all(atOnce.map((answer) => answer.json()))) as {
      runId?: string;
      code?: string;
    }[];
    const runs = new Set(answers.flatMap(({ runId }) => runId ?? []));
    expect(runs.size).toBe(1);
    expect(answers.filter(({ runId, code }) => runId === undefined && code !== 'MR8018')).toEqual([]);
    for (const runId of runs) await served.service.desk.ended(runId);
  });

  it('follows a run from its beginning to its end', async () => {
    const { runId } = (await (await start({ pipeline: 'orders' })).json()) as { runId: string };
    const live = await (await served.ask(`/v1/runs/${runId}/events`)).text();
    expect(live).toContain('id: 1\nevent: run_started\n');
    expect(live).toContain('event: run_finished\n');
    expect(live.trimEnd().endsWith(`event: end\ndata: {"runId":"${runId}"}`)).toBe(true);
    const after = await (
      await served.ask(`/v1/runs/${runId}/events`, { headers: { 'last-event-id': '1' } })
    ).text();
    expect(after).not.toContain('run_started');
    expect(after).toContain('id: 2\n');
    const log = (await (await served.ask(`/v1/runs/${runId}/log`)).text()).trimEnd().split('\n');
    expect(JSON.parse(log[0] ?? '')).toMatchObject({ type: 'run_started', runId });
  });

  it('ends a run that is asked to, and takes back one that waits', async () => {
    const { runId } = (await (await start({ pipeline: 'endless' })).json()) as { runId: string };
    const waiting = (await (await start({ pipeline: 'endless' })).json()) as { runId: string };
    expect(waiting).toMatchObject({ status: 'queued' });
    expect(await get('/v1/runs?status=queued')).toMatchObject({ runs: [{ runId: waiting.runId }] });
    const cancel = (id: string) => served.ask(`/v1/runs/${id}/cancel`, { method: 'POST' });
    expect(await get(`/v1/runs/${waiting.runId}/record`)).toMatchObject({ code: 'MR8013', status: 409 });
    expect((await cancel(waiting.runId)).status).toBe(202);
    expect(await get(`/v1/runs/${waiting.runId}`)).toMatchObject({ code: 'MR8012', status: 404 });
    expect((await cancel(runId)).status).toBe(202);
    await served.service.desk.ended(runId);
    expect(await get(`/v1/runs/${runId}`)).toMatchObject({ status: 'interrupted' });
    const again = await cancel(runId);
    expect(again.status).toBe(409);
    expect(await again.json()).toMatchObject({ code: 'MR8021' });
  });

  it('keeps what was asked for where the document does not hold', async () => {
    const text = orders['pipelines/orders.yaml'].replace('pipeline: orders', 'pipeline: broken');
    await served.ask('/v1/pipelines/broken/document', {
      method: 'PUT',
      headers: { 'content-type': 'application/yaml' },
      body: text.replace('here://orders.csv', 'here://none.csv'),
    });
    const runId = await done({ pipeline: 'broken' });
    expect(await get(`/v1/runs/${runId}`)).toMatchObject({
      status: 'failed',
      problems: [expect.objectContaining({ code: 'MR3004' })],
    });
  });

  it('lists runs by pages', async () => {
    await done({ pipeline: 'orders' });
    await done({ pipeline: 'orders' });
    const first = (await get('/v1/runs?limit=1')) as { runs: { runId: string }[]; next: string };
    const second = (await get(`/v1/runs?limit=1&cursor=${first.next}`)) as typeof first;
    const both = (await get('/v1/runs?limit=2')) as typeof first;
    expect([...first.runs, ...second.runs].map(({ runId }) => runId)).toEqual(
      both.runs.map(({ runId }) => runId),
    );
    const wrong = await served.ask('/v1/runs?cursor=nonsense');
    expect(wrong.status).toBe(400);
  });

  it('says what is published, and by which runs', async () => {
    const runId = await done({ pipeline: 'orders' });
    const { datasets } = (await get('/v1/datasets')) as { datasets: readonly object[] };
    expect(datasets).toContainEqual(
      expect.objectContaining({
        pipeline: 'orders',
        node: 'out',
        runId,
        rows: 2,
        target: 'here://out.parquet',
        columns: [
          { name: 'id', type: 'INTEGER' },
          { name: 'name', type: 'VARCHAR' },
        ],
      }),
    );
    const { versions } = (await get('/v1/datasets/orders/out/versions?limit=2')) as {
      versions: { runId: string }[];
    };
    expect(versions[0]?.runId).toBe(runId);
    expect(await get('/v1/datasets/orders/none/versions')).toMatchObject({ code: 'MR8011', status: 404 });
  });
});
