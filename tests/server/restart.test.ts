import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { loadServiceConfig } from '../../src/app/service/config.js';
import { openService, type Service } from '../../src/app/service/service.js';
import { wire } from '../../src/app/wire.js';
import { createServer } from '../../src/server/create-server.js';
import { millrace } from '../support/cli.js';
import { project } from '../support/project.js';
import { letsIn } from './support/lets-in.js';
import { endless, orders } from './support/orders.js';

const opened = async (folder: string): Promise<Service> =>
  openService(wire({ cwd: folder }), await loadServiceConfig(undefined, {}, folder));

const asked = { params: {}, cause: { kind: 'request', principal: 'administrator' } } as const;

test('a service that stops leaves nothing undone: what ran goes on after the next start, what waited runs then', async () => {
  const { folder } = await project({
    ...orders,
    ...endless,
    'serve.yaml': 'serve: 1\nruns: { at_once: 1 }\n',
  });
  const first = await opened(folder);
  const running = await first.desk.start({ ...asked, pipeline: 'endless' });
  const waiting = await first.desk.start({ ...asked, pipeline: 'orders' });
  await expect
    .poll(async () => (await first.runs.events(running.runId)).length, { timeout: 20_000 })
    .toBeGreaterThan(0);
  await first.close(0);
  await expect(first.desk.start({ ...asked, pipeline: 'orders' })).rejects.toThrow('[MR8008]');

  const second = await opened(folder);
  onTestFinished(() => second.close(0));
  expect(second.madeToken).toBeUndefined();
  expect(await second.runs.get(running.runId)).toMatchObject({ status: 'interrupted' });
  const again = (await second.runs.list({ pipeline: 'endless', limit: 10 })).find(
    ({ runId }) => runId !== running.runId,
  );
  const [order] = second.desk.waiting().filter(({ pipeline }) => pipeline === 'endless');
  const goesOn = again?.runId ?? order?.runId ?? '';
  expect(goesOn).not.toBe('');
  await second.desk.cancel(goesOn);
  await second.desk.ended(waiting.runId);
  expect(await second.runs.get(waiting.runId)).toMatchObject({ status: 'succeeded' });
});

test('a token is shown at the first start only, and a new one ends it', async () => {
  const { folder } = await project(orders);
  const first = await opened(folder);
  const old = first.madeToken ?? '';
  expect(await letsIn(first, old)).toBe(true);
  await first.close(0);
  const second = await openService(wire({ cwd: folder }), await loadServiceConfig(undefined, {}, folder), {
    isNewToken: true,
  });
  onTestFinished(() => second.close(0));
  expect(await letsIn(second, old)).toBe(false);
  expect(await letsIn(second, second.madeToken ?? '')).toBe(true);
});

test('a second service over the same folder is refused', async () => {
  const { folder } = await project(orders);
  const first = await opened(folder);
  onTestFinished(() => first.close(0));
  await expect(opened(folder)).rejects.toThrow('[MR7102]');
});

test('a server that closes ends the streams of events', async () => {
  const { folder } = await project({ ...orders, ...endless });
  const service = await opened(folder);
  onTestFinished(() => service.close(0));
  const app = await createServer(service, await loadServiceConfig(undefined, {}, folder));
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const { runId } = await service.desk.start({ ...asked, pipeline: 'endless' });
  const answer = await fetch(`${address}/v1/runs/${runId}/events`, {
    headers: { authorization: `Bearer ${service.madeToken}` },
  });
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  await app.close();
  expect(await answer.text()).toContain('retry: 1000');
});

test('what is kept of the token cannot be damaged unnoticed, and a port that is taken is told', async () => {
  const at = await project(orders);
  const { folder } = at;
  await at.write({ '.millrace/serve/administrator.json': '{"version":1,' });
  await expect(opened(folder)).rejects.toThrow('[MR8003]');
  const other = createHttpServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const said = await millrace(at, ['serve', '--new-token', '--port', String(port)]);
  expect(said.code).toBe(1);
  expect(said.err).toContain('MR8022');
});
