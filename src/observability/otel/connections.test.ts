import { once } from 'node:events';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createConnections } from './connections.js';

const errorOf = async (port: number, connections: ReturnType<typeof createConnections>): Promise<Error> => {
  const [error] = await once(get({ port, host: '127.0.0.1', agent: connections.agent('http:') }), 'error');
  return error as Error;
};

test('connections that were cut are refused, by no code after which an exporter would try again', async () => {
  const server = createServer((_, response) => void response.end());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const connections = createConnections();
  connections.cut();
  const error = await errorOf((server.address() as AddressInfo).port, connections);
  expect(error.message).toBe('it was given up');
  expect(error).not.toHaveProperty('code');
  expect(connections.faults()).toEqual([]);
});

test('why there was no connection is remembered', async () => {
  const connections = createConnections();
  await errorOf(9, connections);
  expect(connections.faults()).toEqual(['connect ECONNREFUSED 127.0.0.1:9']);
});
