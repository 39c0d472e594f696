import { createHash } from 'node:crypto';
import { appendFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serve } from '../../server/support/serve.js';
import type { SentFile } from '../file.js';
import { inspectHere } from '../inspecting.js';
import { createTus, entries, entryNames, headTus, patchTus } from './entries.js';
import { type Client, createClient } from './http.js';
import { head, openRaw } from './raw.js';
import { configuration, serveUploads, settled } from './service.js';

const CSV = `id,name\n${Array.from({ length: 20 }, (_, at) => `${at},name ${at}\n`).join('')}`;
const PATCH = { 'tus-resumable': '1.0.0', 'content-type': 'application/offset+octet-stream' };

const table = (name: string, text = CSV): SentFile => ({
  name,
  declaredType: 'text/csv',
  bytes: () => Buffer.from(text),
});

const hex = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

let served: Served;
let client: Client;
beforeAll(async () => {
  // No connection is cut for its silence here.
  served = await serveUploads('none', ', idle: 1h');
  client = createClient(served, 20);
});
afterAll(async () => {
  client?.close();
  await served?.close();
});

const stateOf = async (path: string): Promise<string | undefined> => {
  const id = path.split('/').at(-1);
  return (await settled(served)).find((record) => record.id === id)?.state;
};

const created = async (): Promise<string> => {
  const made = await createTus(client, table('a.csv'), { 'upload-length': String(CSV.length) });
  return String(made.headers['location']);
};

describe('uploads', () => {
  it('two hundred at once, by each entry, all arrive whole', async () => {
    const files = Array.from({ length: 200 }, (_, at) => table(`${at}.csv`, `${CSV}${at},x\n`));
    const answers = await Promise.all(
      files.map((file, at) => entries[entryNames[at % 3] ?? 'tus'](client, file)),
    );
    expect(answers.filter(({ status }) => status >= 300)).toEqual([]);
    const records = await settled(served);
    expect(records.map(({ state }) => state)).toEqual(files.map(() => 'promoted'));
    const inbox = join(served.folder, 'inbox');
    const names = (await readdir(inbox)).filter((name) => !name.startsWith('.'));
    const texts = await Promise.all(names.map((name) => readFile(join(inbox, name), 'utf8')));
    expect(texts.toSorted()).toEqual(files.map((file) => String(file.bytes())).toSorted());
  });

  it('of which a single bit was flipped on the way are noticed, by each entry', async () => {
    const bytes = Buffer.from(CSV);
    const before = (await settled(served)).filter(({ state }) => state === 'promoted').length;
    const flips = Array.from({ length: 300 }, (_, at) => (at * 7919) % (bytes.length * 8));
    await Promise.all(
      flips.map(async (bit, at) => {
        const flipped = Buffer.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const entry = entryNames[at % 3] ?? 'tus';
        const digest = `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;
        const promised = entry === 'PUT' ? { headers: { 'repr-digest': digest } } : { sha256: hex(bytes) };
        const { text } = await entries[entry](client, { ...table('a.csv'), bytes: () => flipped }, promised);
        expect(text).toContain('"code":"MR8111"');
      }),
    );
    expect((await settled(served)).filter(({ state }) => state === 'promoted')).toHaveLength(before);
  });

  it('of which all bytes came before their connection broke are completed when their offset is asked for', async () => {
    const path = await created();
    const raw = await openRaw(served);
    const chunk = `${CSV.length.toString(16)}\r\n${CSV}\r\n`;
    raw.write(
      head(served, 'PATCH', path, { ...PATCH, 'upload-offset': 0, 'transfer-encoding': 'chunked' }) + chunk,
    );
    await expect
      .poll(async () => served.service.uploads?.gateway.offset(path.split('/').at(-1) ?? ''))
      .toBeGreaterThanOrEqual(0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    raw.socket.destroy();
    await raw.closed;
    await expect
      .poll(async () => (await headTus(client, path)).headers['upload-offset'])
      .toBe(String(CSV.length));
    await expect.poll(() => stateOf(path)).toBe('promoted');
  });

  it('that hang in a part are taken over by the next request, at the byte that came last', async () => {
    const path = await created();
    const raw = await openRaw(served);
    raw.write(
      head(served, 'PATCH', path, { ...PATCH, 'upload-offset': 0, 'content-length': CSV.length }) +
        CSV.slice(0, 20),
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await headTus(client, path)).headers['upload-offset']).toBe('20');
    expect((await patchTus(client, path, 20, Buffer.from(CSV.slice(20)))).status).toBe(204);
    expect(await stateOf(path)).toBe('promoted');
    raw.socket.destroy();
  });
});

describe('a file that is exchanged', () => {
  it('between its inspection and its promotion is not promoted, by each entry', async () => {
    const swapped = await serve(
      { 'serve.yaml': configuration('none') },
      {
        inspect: async (task) => {
          const inspection = await inspectHere(task);
          await appendFile(task.path, '<script>alert(1)</script>\n');
          return inspection;
        },
      },
    );
    const own = createClient(swapped);
    try {
      for (const entry of entryNames)
        for (let at = 0; at < 8; at += 1) await entries[entry](own, table(`${at}.csv`));
      const records = await settled(swapped);
      expect(records).toHaveLength(24);
      expect(records.filter(({ state }) => state !== 'error')).toEqual([]);
      expect(await readdir(join(swapped.folder, 'inbox'))).toEqual([]);
    } finally {
      own.close();
      await swapped.close();
    }
  });
});
