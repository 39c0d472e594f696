import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTus, headTus, patchTus } from '../gateway/paths/entries.js';
import { type Client, createClient } from '../gateway/paths/http.js';
import { configuration } from '../gateway/paths/service.js';
import { projectIn } from '../support/project.js';
import { type BuiltService, startBuilt } from './support/built.js';
import { endless, orders } from './support/orders.js';

const FILES = 16;

/** Every fourth is no table. */
const isGood = (at: number): boolean => at % 4 !== 3;

const contentOf = (at: number): Buffer =>
  Buffer.from(isGood(at) ? `id,name\n${`${at},x\n`.repeat(2000 + at)}` : `<html><script>${at}</script>`);

let folder: string;
let service: BuiltService;
let token: string;
let client: Client;

const start = async (): Promise<void> => {
  service = await startBuilt(folder);
  token = service.token ?? token;
  client = createClient({ address: service.address, token }, 8);
};

const restart = async (): Promise<void> => {
  await service.kill();
  client.close();
  await start();
};

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'millrace-kill-')));
  await projectIn(folder).write({
    ...orders,
    ...endless,
    'serve.yaml': `${configuration('none')}runs: { at_once: 1 }\n`,
  });
  await start();
});
afterEach(async () => {
  client?.close();
  await service?.kill();
  await rm(folder, { recursive: true, force: true });
});

const get = async <T>(path: string): Promise<T> =>
  JSON.parse((await client.send({ method: 'GET', path })).text) as T;

interface Shown {
  readonly id: string;
  readonly clientName: string;
  readonly state: string;
  readonly name?: string;
}

/** Whatever one finds in the channel's folder is whole, and is good. */
const expectOnlyGood = async (): Promise<readonly string[]> => {
  const names = (await readdir(join(folder, 'inbox'))).filter((name) => !name.startsWith('.'));
  const good = new Set(Array.from({ length: FILES }, (_, at) => contentOf(at).toString()));
  for (const name of names) {
    const text = await readFile(join(folder, 'inbox', name), 'utf8');
    expect(good.has(text) && text.startsWith('id')).toBe(true);
  }
  return names;
};

/** A client that sends a file in parts, and asks where to go on whenever the service was gone. */
const createSender = (at: number) => {
  const content = contentOf(at);
  const part = Math.ceil(content.length / 3);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const length = { 'upload-length': String(content.length) };
  let path: string | undefined;
  let told = 0;
  return {
    content,
    id: () => path?.split('/').at(-1) ?? '',
    /** Goes on as far as the service does. */
    send: async (): Promise<void> => {
      if (path === undefined) {
        const made = await createTus(client, { name: `${at}.csv`, declaredType: 'text/csv' }, length, sha256);
        path = String(made.headers['location']);
      } else {
        const offset = Number((await headTus(client, path)).headers['upload-offset']);
        expect(offset).toBeGreaterThanOrEqual(told);
        told = offset;
      }
      while (told < content.length) {
        const answer = await patchTus(client, path, told, content.subarray(told, told + part));
        expect([204, 409, 423]).toContain(answer.status);
        if (answer.status !== 204) break;
        told = Number(answer.headers['upload-offset']);
      }
    },
    isSent: () => told === content.length,
  };
};

describe('the service, killed', () => {
  it('while uploads come, wait, are examined and are promoted, loses none, and promotes what is good alone', async () => {
    const senders = Array.from({ length: FILES }, (_, at) => createSender(at));
    for (const after of [10, 60, 350, 900]) {
      const sending = Promise.allSettled(senders.map((each) => (each.isSent() ? undefined : each.send())));
      await new Promise((resolve) => setTimeout(resolve, after));
      await restart();
      await sending;
      await expectOnlyGood();
    }
    for (let round = 0; round < 20 && senders.some((each) => !each.isSent()); round += 1)
      await Promise.all(senders.map((each) => (each.isSent() ? undefined : each.send())));
    expect(senders.filter((each) => !each.isSent())).toEqual([]);
    const states = async () => {
      const { uploads } = await get<{ uploads: Shown[] }>('/v1/uploads?limit=200');
      const byId = new Map(uploads.map((each) => [each.id, each.state]));
      return senders.map((each) => byId.get(each.id()));
    };
    const wanted = senders.map((_, at) => (isGood(at) ? 'promoted' : 'rejected'));
    await expect.poll(states, { timeout: 60_000, interval: 300 }).toEqual(wanted);
    expect(await expectOnlyGood()).toHaveLength(wanted.filter((state) => state === 'promoted').length);
  });

  it('while a run goes on and another waits, runs the one that waited once', async () => {
    const ask = (pipeline: string) =>
      client.send({
        method: 'POST',
        path: '/v1/runs',
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify({ pipeline })),
      });
    const runsOf = async (pipeline: string) =>
      (await get<{ runs: { runId: string; status: string }[] }>(`/v1/runs?pipeline=${pipeline}`)).runs;
    const statuses = async (pipeline: string) => (await runsOf(pipeline)).map(({ status }) => status);
    await ask('endless');
    const { runId } = JSON.parse((await ask('orders')).text) as { runId: string };
    await expect.poll(() => statuses('endless')).toEqual(['running']);
    expect(await statuses('orders')).toEqual(['queued']);
    await restart();
    await restart();
    for (const run of await runsOf('endless'))
      await client.send({ method: 'POST', path: `/v1/runs/${run.runId}/cancel` });
    await expect.poll(() => statuses('orders'), { timeout: 60_000, interval: 300 }).toEqual(['succeeded']);
    expect((await runsOf('orders')).map((run) => run.runId)).toEqual([runId]);
    expect(new Set(await statuses('endless'))).toEqual(new Set(['interrupted']));
  });
});
