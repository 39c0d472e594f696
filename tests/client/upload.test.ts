import { createHash } from 'node:crypto';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createClient, type UploadEvent, type UploadOptions, uploadFile } from '../../src/client/index.js';
import { memoryOf } from '../../src/client/upload/begun.js';
import { sourceFile } from '../../src/client/upload/index.js';
import { afterBreak, afterPart, firstPace } from '../../src/client/upload/pace.js';
import { createPatience } from '../../src/client/upload/patience.js';
import { type Served, serve } from '../server/support/serve.js';
import { type Project, project } from '../support/project.js';
import { csv, wayTo } from './support.js';

const uploads = `serve: 1
limits: { requests: 100000/1m }
uploads:
  scanner: none
  channels:
    orders: { accept: [csv], folder: inbox/orders }
    tiny: { accept: [csv], folder: inbox/tiny, max: 1KB }
`;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const codesOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => [],
    (thrown: { readonly problems?: readonly { readonly code: string }[] }) =>
      thrown.problems?.map(({ code }) => code) ?? String(thrown),
  );

describe('a file that is uploaded', () => {
  let served: Served;
  let events: UploadEvent[] = [];
  beforeAll(async () => {
    served = await serve({ 'serve.yaml': uploads });
  });
  afterAll(() => served?.close());
  afterEach(() => {
    events = [];
  });

  const send = (
    at: Project,
    {
      url = served.address,
      file = 'orders.csv',
      ...options
    }: Partial<UploadOptions> & { url?: string; file?: string } = {},
  ) =>
    uploadFile(createClient({ url, token: served.token }), at.path(file), {
      channel: 'orders',
      stateFolder: at.path('state'),
      onEvent: (event) => void events.push(event),
      wait: async () => undefined,
      ...options,
    });

  const began = () => events.flatMap((event) => (event.type === 'began' ? [event.offset] : []));
  const promoted = (name = '') => readFile(join(served.folder, 'inbox/orders', name), 'utf8');

  it('goes in parts, is promoted, and is the same', async () => {
    const text = csv(5);
    const at = await project({ 'orders.csv': text });
    const record = await send(at);
    expect(record).toMatchObject({ state: 'promoted', clientName: 'orders.csv', sha256: sha256(text) });
    expect(await promoted(record.name)).toBe(text);
    expect(began()).toEqual([0]);
    expect(events.filter(({ type }) => type === 'sent').length).toBeGreaterThan(2);
    expect(await readdir(at.path('state'))).toEqual([]);
  });

  it('goes on over a connection that breaks in the middle of parts, at the byte that the service has', async () => {
    const text = csv(6);
    const at = await project({ 'orders.csv': text });
    const way = await wayTo(served.address);
    way.breaks = { times: 3, after: 2_000_000 };
    const record = await send(at, { url: way.url });
    expect(record).toMatchObject({ state: 'promoted', sha256: sha256(text) });
    expect(events.filter(({ type }) => type === 'waits')).toHaveLength(3);
    const sent = events.flatMap((event) => (event.type === 'sent' ? [event.offset] : []));
    // Never back: each time from where the last part that was taken ended.
    for (const offset of began().slice(1)) expect([0, ...sent]).toContain(offset);
    expect(sent).toEqual(sent.toSorted((a, b) => a - b));
  });

  it('is given up after enough of waiting, and goes on with the next call', async () => {
    const text = csv(4);
    const at = await project({ 'orders.csv': text });
    const way = await wayTo(served.address);
    const onEvent = (event: UploadEvent): void => {
      events.push(event);
      if (event.type === 'sent') way.isDown = true;
    };
    expect(await codesOf(send(at, { url: way.url, patience: 2_000, onEvent }))).toEqual(['MR8516']);
    expect(events.filter(({ type }) => type === 'sent')).toHaveLength(1);
    way.isDown = false;
    events = [];
    expect(await send(at, { url: way.url })).toMatchObject({ state: 'promoted', sha256: sha256(text) });
    expect(began()).toEqual([1_048_576]);
    expect(events.map(({ type }) => type)).not.toContain('hashed');
  });

  it('begins anew where the file has changed, and where the upload is gone', async () => {
    const at = await project({ 'orders.csv': csv(3) });
    const stop = new AbortController();
    const stopping = {
      signal: stop.signal,
      onEvent: (event: UploadEvent) => {
        if (event.type === 'sent') stop.abort();
      },
    };
    await expect(send(at, stopping)).rejects.toThrow();
    const [name = ''] = await readdir(at.path('state'));
    const first = JSON.parse(await at.read(join('state', name))) as { readonly id: string };
    // Touched, but the same: it goes on.
    await utimes(at.path('orders.csv'), new Date(), new Date(Date.now() + 60_000));
    const again = new AbortController();
    await expect(
      send(at, {
        signal: again.signal,
        onEvent: (event) => {
          events.push(event);
          if (event.type === 'began') again.abort();
        },
      }),
    ).rejects.toThrow();
    expect(began()).toEqual([1_048_576]);
    const text = csv(3);
    await writeFile(at.path('orders.csv'), text);
    const record = await send(at);
    expect(events).toContainEqual({ type: 'anew', why: 'the file has changed' });
    expect(record).toMatchObject({ state: 'promoted', sha256: sha256(text) });
    expect(record.id).not.toBe(first.id);

    const other = new AbortController();
    const onEvent = (event: UploadEvent) => {
      if (event.type === 'sent') other.abort();
    };
    await expect(send(at, { signal: other.signal, onEvent })).rejects.toThrow();
    const [kept = ''] = await readdir(at.path('state'));
    const { id } = JSON.parse(await at.read(join('state', kept))) as { readonly id: string };
    await served.service.uploads?.gateway.remove(id);
    events = [];
    expect(await send(at)).toMatchObject({ state: 'promoted' });
    expect(events.map(({ type }) => type)).toContain('anew');
    expect(began()).toEqual([0]);
  });

  it('is not mixed of two files, where it is changed on the way', async () => {
    const at = await project({ 'orders.csv': csv(4) });
    let isChanged = false;
    const onEvent = (event: UploadEvent): void => {
      if (event.type !== 'sent' || isChanged) return;
      isChanged = true;
      void writeFile(at.path('orders.csv'), 'a,b\n1,2\n');
    };
    expect(await codesOf(send(at, { onEvent }))).toEqual(['MR8517']);
    expect(await readdir(at.path('state'))).toEqual([]);
  });

  it('that was killed between the last byte and its end is ended', async () => {
    const text = csv(1);
    const at = await project({ 'orders.csv': text });
    const gateway = served.service.uploads?.gateway;
    const begun = await gateway?.begin({
      channel: 'orders',
      principal: 'administrator',
      clientName: 'orders.csv',
      declaredType: 'text/csv',
      length: Buffer.byteLength(text),
      expectedSha256: sha256(text),
    });
    const id = begun?.id ?? '';
    await gateway?.append(
      id,
      0,
      (async function* () {
        yield Buffer.from(text);
      })(),
    );
    const file = await sourceFile(at.path('orders.csv'));
    const { path, size, mtime } = file;
    await memoryOf(at.path('state'), file, served.address, 'orders').keep({
      version: 1,
      url: served.address,
      id,
      path,
      size,
      mtime,
      sha256: sha256(text),
    });
    expect(await send(at)).toMatchObject({ id, state: 'promoted' });
    expect(began()).toEqual([Buffer.byteLength(text)]);
  });

  it('is sent by two at a time without harm', async () => {
    const text = csv(6);
    const at = await project({ 'orders.csv': text });
    const stop = new AbortController();
    const onEvent = (event: UploadEvent): void => {
      if (event.type === 'sent') stop.abort();
    };
    await expect(send(at, { signal: stop.signal, onEvent })).rejects.toThrow();
    const waiting = { wait: async (milliseconds: number) => sleep(milliseconds / 10) };
    const [one, other] = await Promise.all([send(at, waiting), send(at, waiting)]);
    expect(one).toMatchObject({ state: 'promoted', sha256: sha256(text) });
    expect(other).toMatchObject({ id: one.id, state: 'promoted' });
  });

  it('is refused before a byte goes where it is none, or not of a type that is known', async () => {
    const at = await project({ 'empty.csv': '', 'x.what': 'x', 'big.csv': csv(1), 'a/b.csv': 'a' });
    expect(await codesOf(send(at, { file: 'none.csv' }))).toEqual(['MR8511']);
    expect(await codesOf(send(at, { file: 'a' }))).toEqual(['MR8512']);
    expect(await codesOf(send(at, { file: 'empty.csv' }))).toEqual(['MR8513']);
    expect(await codesOf(send(at, { file: 'x.what' }))).toEqual(['MR8514']);
    expect(await codesOf(send(at, { file: 'big.csv', channel: 'tiny' }))).toEqual(['MR8107']);
    expect(await codesOf(send(at, { file: 'big.csv', channel: 'none' }))).toEqual(['MR8102']);
    expect(began()).toEqual([]);
  });

  it('is rejected with the reasons, also where it was another than was promised', async () => {
    const at = await project({ 'page.csv': '<!doctype html><html></html>', 'orders.csv': csv(1) });
    expect(await send(at, { file: 'page.csv' })).toMatchObject({
      state: 'rejected',
      problems: [{ severity: 'error', mend: expect.any(String) }],
    });
    expect(await send(at, { awaitsVerdict: false })).toMatchObject({
      clientName: 'orders.csv',
      bytes: expect.any(Number),
    });
  });
});

describe('a service that takes few requests', () => {
  it('is waited for as long as it asks', async () => {
    const served = await serve({ 'serve.yaml': uploads.replace('100000/1m', '1/2s') });
    const at = await project({ 'orders.csv': csv(5) });
    const waits: number[] = [];
    const onEvent = (event: UploadEvent): void => {
      if (event.type === 'waits') waits.push(event.milliseconds);
    };
    const client = createClient({ url: served.address, token: served.token });
    const options = { channel: 'orders', onEvent };
    expect(await uploadFile(client, at.path('orders.csv'), options)).toMatchObject({ state: 'promoted' });
    await served.close();
    expect(waits.length).toBeGreaterThan(0);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(1_000);
  });
});

describe('how fast parts grow, and how long is waited', () => {
  it('grows while parts are fast, and shrinks where they are slow or break', () => {
    expect(afterPart(firstPace, 10).bytes).toBe(2 * firstPace.bytes);
    expect(afterPart(firstPace, 2_000)).toEqual(firstPace);
    expect(afterPart(firstPace, 9_000).bytes).toBe(firstPace.bytes / 2);
    expect(afterBreak(firstPace).bytes).toBe(firstPace.bytes / 2);
    const many = Array.from({ length: 30 });
    expect(many.reduce((pace: typeof firstPace) => afterPart(pace, 1), firstPace).bytes).toBe(
      16 * 1024 * 1024,
    );
    expect(many.reduce((pace: typeof firstPace) => afterBreak(pace), firstPace).bytes).toBe(64 * 1024);
  });

  it('waits longer each time, as long as is asked for, and not for ever', () => {
    const patience = createPatience(10_000, () => 0.5);
    expect([patience.next('x'), patience.next('x'), patience.next('x', 5_000)]).toEqual([500, 1000, 5000]);
    expect(() => patience.next('x')).toThrowError('MR8516');
    patience.restore();
    expect(patience.next('x')).toBe(500);
  });
});
