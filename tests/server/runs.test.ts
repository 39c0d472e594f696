import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serve } from './support/serve.js';

const document = `millrace: 1
pipeline: orders
resources:
  stores:
    here: { folder: . }
nodes:
  orders:
    use: read_csv
    with: { path: here://orders.csv }
    contract:
      columns:
        id: { type: integer, required: true }
      tolerate: { rows: 10 }
  out:
    use: write_parquet
    from: orders
    with: { path: here://out.parquet, mode: replace }
`;

const json = { 'content-type': 'application/json' };

describe('runs over HTTP', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serve({ 'orders.yaml': document, 'orders.csv': 'id,name\n1,a\nx,b\n3,c\n' });
  }, 60_000);
  afterAll(() => served?.close());

  it('starts a run, and tells how it went', async () => {
    const answer = await served.ask('/v1/runs', {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ pipeline: 'orders' }),
    });
    expect(answer.status).toBe(202);
    const { runId } = (await answer.json()) as { runId: string };
    expect(answer.headers.get('location')).toBe(`/v1/runs/${runId}`);
    await served.service.desk.ended(runId);
    const state = await (await served.ask(`/v1/runs/${runId}`)).json();
    expect(state).toMatchObject({ runId, pipeline: 'orders', status: 'succeeded', rowsPublished: 2 });
  });
});
