import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/base/errors/index.js';
import { mayMount, mountSmall, remount } from '../../support/mount.js';
import {
  asked,
  bytesOf,
  channelIn,
  freshFolder,
  gatewayIn,
  namesIn,
  optionsIn,
  sha256,
  upload,
} from './support.js';

const placeOf = (folder: string, id: string, name: string): string =>
  join(folder, 'gateway/uploads', id, name);

describe('what a gateway finds at its start', () => {
  it('is cleared where it has no record', async () => {
    const folder = await freshFolder();
    const id = '20260131t093000123z-9f8e7d6c';
    await mkdir(join(folder, 'gateway/uploads', id), { recursive: true });
    await writeFile(placeOf(folder, id, 'content'), 'id\n');
    await writeFile(placeOf(folder, id, 'record.json.tmp'), '{');
    const gateway = await gatewayIn(folder);
    expect(await gateway.list({ limit: 10 })).toEqual([]);
    expect(await namesIn(join(folder, 'gateway/uploads'))).toEqual([]);
  });

  const damages: Readonly<Record<string, (text: string) => string>> = {
    'is empty': () => '',
    'is cut': (text) => text.slice(0, -20),
    'has another state': (text) => text.replace('"state": "error"', '"state": "promoted"'),
    'has one character changed': (text) => text.replace('orders.csv', 'orderz.csv'),
    'is no object': () => 'null',
    'is of another upload': (text) => text.replaceAll(/"id": "[^"]+"/g, '"id": "other"'),
  };
  it.each(Object.entries(damages))(
    'is moved aside, with a warning, where its record %s',
    async (_how, damage) => {
      const folder = await freshFolder();
      const scanner = { name: 'none', scan: async () => ({ kind: 'unscanned', why: 'down' }) as const };
      const first = await gatewayIn(folder, { scanner });
      const [id, other] = [await upload(first, 'id\n'), await upload(first, 'id\n1\n')];
      await Promise.all([first.settled(id), first.settled(other)]);
      await first.close();
      const record = placeOf(folder, id, 'record.json');
      const text = await readFile(record, 'utf8');
      expect(damage(text)).not.toBe(text);
      await writeFile(record, damage(text));
      const warnings: Problem[] = [];
      const second = await gatewayIn(folder, { onWarning: (problem) => void warnings.push(problem) });
      expect((await second.list({ limit: 10 })).map((found) => found.id)).toEqual([other]);
      expect(warnings).toMatchObject([{ code: 'MR8119', severity: 'warning' }]);
      const [aside = ''] = await namesIn(join(folder, 'gateway/damaged'));
      expect(await namesIn(join(folder, 'gateway/damaged', aside))).toEqual(['content', 'record.json']);
      expect(await namesIn(join(folder, 'landing'))).toEqual([]);
    },
  );

  it('is told where the record of one that is over is damaged later', async () => {
    const folder = await freshFolder();
    const gateway = await gatewayIn(folder, { recents: 0 });
    const id = await upload(gateway, 'id\n');
    await gateway.settled(id);
    await writeFile(placeOf(folder, id, 'record.json'), '{}');
    await expect(gateway.get(id)).rejects.toThrow('[MR8119]');
    expect(await gateway.list({ limit: 10 })).toEqual([]);
  });

  it('is in error, and kept, where its channel is gone', async () => {
    const folder = await freshFolder();
    const scanner = { name: 'none', scan: async () => ({ kind: 'unscanned', why: 'down' }) as const };
    const first = await gatewayIn(folder, { scanner });
    const id = await upload(first, 'id\n');
    await first.settled(id);
    await first.close();
    const second = await gatewayIn(folder, { channels: [channelIn(folder, { name: 'another' })] });
    await second.retry(id);
    expect(await second.settled(id)).toMatchObject({ state: 'error', problems: [{ code: 'MR8121' }] });
  });
});

describe('a promotion that could not be recorded', () => {
  const failingOnce = (at: string, work: () => Promise<void>) => {
    let isFirst = true;
    return async (name: string): Promise<void> => {
      if (name !== at || !isFirst) return;
      isFirst = false;
      await work();
      throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    };
  };

  it('is finished once, also where somebody has taken the file away since', async () => {
    const folder = await freshFolder();
    const take = async (): Promise<void> => {
      for (const name of await namesIn(join(folder, 'landing')))
        if (!name.startsWith('.')) await rm(join(folder, 'landing', name));
    };
    const first = await gatewayIn(folder, { failpoint: failingOnce('before write record promoted', take) });
    const id = await upload(first, 'id\n');
    expect(await first.settled(id)).toMatchObject({ state: 'error', promotion: { name: `${id}.csv` } });
    await expect(first.remove(id)).rejects.toThrow('[MR8104]');
    await first.close();
    const second = await gatewayIn(folder);
    expect(await second.settled(id)).toMatchObject({ state: 'promoted', promotion: { name: `${id}.csv` } });
    expect(await namesIn(join(folder, 'landing'))).toEqual([`.${id}.csv.sha256`]);
  });

  it('is finished by examining it anew, without a second file', async () => {
    const folder = await freshFolder();
    const failpoint = failingOnce('before write record promoted', async () => undefined);
    const gateway = await gatewayIn(folder, { failpoint });
    const id = await upload(gateway, 'id\n');
    expect((await gateway.settled(id)).state).toBe('error');
    await gateway.retry(id);
    expect((await gateway.settled(id)).state).toBe('promoted');
    expect(await namesIn(join(folder, 'landing'))).toEqual([`.${id}.csv.sha256`, `${id}.csv`]);
    expect(await namesIn(join(folder, 'gateway/uploads', id))).toEqual(['record.json']);
  });
});

describe('the folder of a gateway', () => {
  it('is for one gateway at a time', async () => {
    const folder = await freshFolder();
    const first = await gatewayIn(folder);
    await expect(gatewayIn(folder)).rejects.toThrow('[MR8118]');
    await first.close();
    await first.close();
    await gatewayIn(folder);
  });

  it('is not taken from a process on another host', async () => {
    const folder = await freshFolder();
    const held = {
      runId: 'x',
      pid: 1,
      host: `not-${hostname()}`,
      processStart: null,
      pipeline: 'gateway',
      target: 'x',
      since: 'now',
    };
    await mkdir(join(folder, 'gateway'));
    await writeFile(join(folder, 'gateway/gateway.lock'), JSON.stringify(held));
    await expect(gatewayIn(folder)).rejects.toThrow(`[MR8118]`);
  });

  it('is told where it cannot be made', async () => {
    const folder = await freshFolder();
    await writeFile(join(folder, 'file'), '');
    await expect(gatewayIn(join(folder, 'file'))).rejects.toThrow('[MR8117]');
  });
});

/** Mounting needs root. */
describe.skipIf(!mayMount)('a disk that is full (needs to mount a small file system)', () => {
  it('keeps what was there before, and takes the rest once there is space', async () => {
    const folder = await freshFolder();
    mountSmall(join(folder, 'gateway'), 'size=1m');
    const gateway = await gatewayIn(folder);
    const content = Buffer.alloc(2_000_000, 'id,name\n');
    const { id } = await gateway.begin(asked({ length: content.length }));
    await gateway.append(id, 0, bytesOf(content.subarray(0, 300_000)));
    await expect(gateway.append(id, 300_000, bytesOf(content.subarray(300_000)))).rejects.toThrow('[MR8116]');
    expect(await gateway.offset(id)).toBe(300_000);
    const checksum = { algorithm: 'sha1', digest: Buffer.alloc(20) } as const;
    await expect(gateway.append(id, 300_000, bytesOf(content.subarray(300_000)), checksum)).rejects.toThrow(
      '[MR8116]',
    );
    remount(join(folder, 'gateway'), 'size=8m');
    expect(await gateway.append(id, 300_000, bytesOf(content.subarray(300_000)))).toBe(content.length);
    await gateway.complete(id);
    expect(await gateway.settled(id)).toMatchObject({ state: 'promoted', sha256: sha256(content) });
  });

  it('under the channel leaves an upload in error, and nothing half there', async () => {
    const folder = await freshFolder();
    mountSmall(join(folder, 'landing'), 'size=1m');
    const gateway = await gatewayIn(folder);
    const id = await upload(gateway, Buffer.alloc(2_000_000, 'id,name\n'));
    expect(await gateway.settled(id)).toMatchObject({ state: 'error', problems: [{ code: 'MR8116' }] });
    expect(await namesIn(join(folder, 'landing'))).toEqual([]);
    remount(join(folder, 'landing'), 'size=8m');
    await gateway.retry(id);
    expect((await gateway.settled(id)).state).toBe('promoted');
  });

  it('that does not take the record of an examination either: it is examined anew', async () => {
    const folder = await freshFolder();
    mountSmall(join(folder, 'gateway'), 'size=64k');
    let isFull = true;
    const fill = async (): Promise<void> => {
      if (isFull)
        await writeFile(join(folder, 'gateway/filler'), Buffer.alloc(1 << 20)).catch(() => undefined);
    };
    const { inspect } = optionsIn(folder);
    const first = await gatewayIn(folder, {
      inspect: async (task) => {
        await fill();
        return inspect(task);
      },
    });
    const id = await upload(first, 'id\n');
    expect(await first.settled(id)).toMatchObject({ state: 'error', problems: [{ code: 'MR8116' }] });
    await first.close();
    isFull = false;
    await rm(join(folder, 'gateway/filler'));
    const second = await gatewayIn(folder);
    expect((await second.settled(id)).state).toBe('promoted');
  });
});
