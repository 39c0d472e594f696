import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import type { RunEvent } from '../../src/kit/index.js';
import { head, openRaw } from '../gateway/paths/raw.js';
import { endless, orders } from './support/orders.js';
import { serve } from './support/serve.js';

it('a client that follows a run and never reads is cut, before what it has not taken fills the memory', async () => {
  const served = await serve({ ...orders, ...endless });
  onTestFinished(() => served.close());
  const order = await served.service.desk.start({
    pipeline: 'endless',
    params: {},
    cause: { kind: 'request', principal: 'test' },
  });
  const raw = await openRaw(served);
  onTestFinished(() => void raw.socket.destroy());
  raw.write(head(served, 'GET', `/v1/runs/${order.runId}/events`, {}));
  await raw.came('event: ');
  raw.socket.pause();
  const connections = promisify(
    served.app.server.getConnections.bind(served.app.server),
  ) as () => Promise<number>;
  expect(await connections()).toBe(1);
  // Of a moment, so that the feed itself keeps none; together far more than systems buffer for a connection.
  const event = { type: 'stage_progress', text: 'x'.repeat(100_000) } as unknown as RunEvent;
  for (let at = 0; at < 200; at += 1) served.service.desk.feedOf(order.runId)?.push(event);
  await expect.poll(connections).toBe(0);
  await served.service.desk.cancel(order.runId);
});
