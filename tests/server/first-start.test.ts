import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { loadServiceConfig } from '../../src/app/service/config.js';
import { openService } from '../../src/app/service/service.js';
import { wire } from '../../src/app/wire.js';
import { millrace } from '../support/cli.js';
import { project } from '../support/project.js';
import { letsIn } from './support/lets-in.js';
import { orders } from './support/orders.js';

const opened = async (folder: string, options = {}) =>
  openService(wire({ cwd: folder }), await loadServiceConfig(undefined, {}, folder), options);

test('the first start shows its token, also where the port is taken', async () => {
  const { folder } = await project(orders);
  const other = createHttpServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const said = await millrace({ folder }, ['serve', '--port', String((other.address() as AddressInfo).port)]);
  expect(said.err).toContain('MR8022');
  const token = /mr_[\w-]{43}/.exec(said.err)?.[0] ?? '';
  const service = await opened(folder);
  onTestFinished(() => service.close(0));
  expect(await letsIn(service, token)).toBe(true);
});

test('a second service that asks for a new token leaves that of the first as it is', async () => {
  const { folder } = await project(orders);
  const first = await opened(folder);
  const token = first.madeToken ?? '';
  await expect(opened(folder, { isNewToken: true })).rejects.toThrow('[MR7102]');
  await first.close(0);
  const again = await opened(folder);
  onTestFinished(() => again.close(0));
  expect(await letsIn(again, token)).toBe(true);
});

test('a service without a database makes no token that nobody sees', async () => {
  const { folder } = await project(orders);
  const config = await loadServiceConfig(undefined, { DATABASE_URL: 'postgres://u:p@127.0.0.1:1/x' }, folder);
  await expect(openService(wire({ cwd: folder }), config)).rejects.toThrow('[MR7101]');
  const service = await opened(folder);
  onTestFinished(() => service.close(0));
  expect(service.madeToken).toBeDefined();
});

test('a file in the place of its folder is said', async () => {
  const { folder } = await project({ ...orders, '.millrace': 'a file' });
  await expect(opened(folder)).rejects.toThrow('[MR8024]');
});
