import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStateStore } from '../../src/state/index.js';
import { type PostgresServer, startPostgres } from '../../src/state/testing/postgres-server.js';
import { orders } from './support/orders.js';
import { type Served, serve } from './support/serve.js';

let postgres: PostgresServer;
let served: Served;
beforeAll(async () => {
  postgres = await startPostgres();
  served = await serve(orders, { environment: { DATABASE_URL: postgres.url } });
});
afterAll(async () => {
  await served?.close().catch(() => undefined);
  await postgres?.stop();
});

const ready = (): Promise<Response> => fetch(`${served.address}/v1/health/ready`);

test('a token that another process revokes in the same database is refused from its next request on', async () => {
  const made = await served.ask('/v1/tokens', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'x' }),
  });
  const { id, token } = (await made.json()) as { id: string; token: string };
  const me = () => fetch(`${served.address}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
  expect((await me()).status).toBe(200);
  const other = await openStateStore({ kind: 'postgres', url: postgres.url });
  await other.values.remove(`identity/tokens/${id}`);
  await other.close();
  expect((await me()).status).toBe(401);
});

test('a service keeps its state in Postgres, and says when that is gone', async () => {
  const started = await served.ask('/v1/runs', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ pipeline: 'orders' }),
  });
  const { runId } = (await started.json()) as { runId: string };
  await served.service.desk.ended(runId);
  expect((await ready()).status).toBe(200);
  await postgres.crash();
  const answer = await ready();
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ code: 'MR7101' });
  expect((await fetch(`${served.address}/v1/health/live`)).status).toBe(200);
  await postgres.restart();
  expect((await ready()).status).toBe(200);
  const run = await served.ask(`/v1/runs/${runId}`);
  expect(await run.json()).toMatchObject({ status: 'succeeded' });
});
