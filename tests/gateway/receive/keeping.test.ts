import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { GatewayOptions } from '../../../src/gateway/options.js';
import type { Scanner } from '../../../src/gateway/scanner.js';
import {
  asked,
  bytesOf,
  channelIn,
  freshFolder,
  gatewayIn,
  handClock,
  hanging,
  namesIn,
  scanAll,
  upload,
} from './support.js';

const uploadsIn = (folder: string): Promise<readonly string[]> => namesIn(join(folder, 'gateway/uploads'));

const quotas = (more: Partial<ReturnType<GatewayOptions['quotas']>>): Partial<GatewayOptions> => ({
  quotas: () => ({ bytes: 1000, receiving: 10, bytesADay: 10_000, ...more }),
});

describe('the quota of a principal', () => {
  it('counts uploads under way, also of those that begin at once', async () => {
    const folder = await freshFolder();
    const gateway = await gatewayIn(folder, quotas({ receiving: 3 }));
    const begun = await Promise.allSettled(Array.from({ length: 10 }, () => gateway.begin(asked())));
    expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(begun.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { problems: [{ code: 'MR8113' }] },
    });
    expect(await uploadsIn(folder)).toHaveLength(3);
    await gateway.begin(asked({ principal: 'grace' }));
    const [first] = await gateway.list({ principal: 'ada', limit: 1 });
    await gateway.remove(first?.id ?? '');
    await gateway.begin(asked());
  });

  it('counts declared bytes when an upload begins, until it is promoted or rejected', async () => {
    let isDown = true;
    const scanner: Scanner = {
      name: 'now and then',
      scan: async (bytes, signal) =>
        isDown ? { kind: 'unscanned', why: 'it is down' } : scanAll.scan(bytes, signal),
    };
    const gateway = await gatewayIn(await freshFolder(), { ...quotas({}), scanner });
    const id = await upload(gateway, 'x'.repeat(600), { length: 600 });
    expect((await gateway.settled(id)).state).toBe('error');
    await expect(gateway.begin(asked({ length: 401 }))).rejects.toThrow('[MR8113]');
    const { id: other } = await gateway.begin(asked({ length: 400 }));
    await expect(gateway.begin(asked())).rejects.toThrow('[MR8113]');
    await gateway.remove(other);
    isDown = false;
    await gateway.retry(id);
    expect((await gateway.settled(id)).state).toBe('promoted');
    await gateway.begin(asked({ length: 1000 }));
  });

  it('is held while bytes of no declared length come, by all uploads together', async () => {
    const folder = await freshFolder();
    const limit = 4 << 20;
    const gateway = await gatewayIn(folder, quotas({ bytes: limit, bytesADay: 1 << 30 }));
    const ids = await Promise.all([gateway.begin(asked()), gateway.begin(asked())]);
    const endless = async function* () {
      for (;;) yield Buffer.alloc(100_000, 'x');
    };
    const ended = await Promise.allSettled(ids.map(({ id }) => gateway.append(id, 0, endless())));
    for (const end of ended) expect(end).toMatchObject({ reason: { problems: [{ code: 'MR8113' }] } });
    const offsets = await Promise.all(ids.map(({ id }) => gateway.offset(id)));
    const sum = offsets.reduce((total, offset) => total + offset, 0);
    expect(sum).toBeLessThanOrEqual(limit);
    expect(sum).toBeGreaterThan(limit / 2);
  });

  it('leaves what came before it was reached, in this part as well', async () => {
    const gateway = await gatewayIn(await freshFolder(), quotas({ bytes: 1_100_000, bytesADay: 1 << 30 }));
    const { id } = await gateway.begin(asked());
    const parts = Array.from({ length: 12 }, () => Buffer.alloc(100_000, 'x'));
    await expect(gateway.append(id, 0, bytesOf(...parts))).rejects.toThrow('[MR8113]');
    // Blocks are of 1 MB.
    expect(await gateway.offset(id)).toBe(1 << 20);
    expect(await gateway.append(id, 1 << 20, bytesOf('id\n'))).toBe((1 << 20) + 3);
    expect(await gateway.complete(id)).toMatchObject({ state: 'quarantined' });
  });

  it('counts the bytes of a day, and those that were removed on it', async () => {
    const clock = handClock();
    const folder = await freshFolder();
    const gateway = await gatewayIn(folder, { ...quotas({ bytesADay: 1500 }), clock });
    const id = await upload(gateway, 'x'.repeat(1000), { length: 1000 });
    await gateway.settled(id);
    await expect(gateway.begin(asked({ length: 501 }))).rejects.toThrow('[MR8113]');
    const removed = await gateway.begin(asked({ length: 500 }));
    await gateway.remove(removed.id);
    await expect(gateway.begin(asked({ length: 1 }))).rejects.toThrow('[MR8113]');
    clock.pass(86_400_001);
    await gateway.begin(asked({ length: 1000 }));
  });
});

describe('the list of uploads', () => {
  it('gives pages from the newest on, filtered', async () => {
    const clock = handClock();
    const folder = await freshFolder();
    const channels = [channelIn(folder), channelIn(folder, { name: 'other' })];
    const gateway = await gatewayIn(folder, { clock, channels });
    const ids: string[] = [];
    for (let n = 0; n < 7; n += 1) {
      clock.pass(1);
      const more = { channel: n % 2 ? 'other' : 'orders', principal: n < 3 ? 'ada' : 'grace' };
      ids.unshift((await gateway.begin(asked(more))).id);
    }
    await gateway.append(ids[0] ?? '', 0, bytesOf('id\n'));
    await gateway.complete(ids[0] ?? '');
    await gateway.settled(ids[0] ?? '');
    const idsOf = async (filter: Partial<Parameters<typeof gateway.list>[0]>) =>
      (await gateway.list({ limit: 100, ...filter })).map(({ id }) => id);
    expect(await idsOf({})).toEqual(ids);
    expect(await idsOf({ limit: 3 })).toEqual(ids.slice(0, 3));
    expect(await idsOf({ limit: 3, after: ids[2] ?? '' })).toEqual(ids.slice(3, 6));
    expect(await idsOf({ after: ids[6] ?? '' })).toEqual([]);
    expect(await idsOf({ channel: 'other' })).toEqual([ids[1], ids[3], ids[5]]);
    expect(await idsOf({ principal: 'ada', limit: 2 })).toEqual(ids.slice(4, 6));
    expect(await idsOf({ state: 'promoted' })).toEqual([ids[0]]);
    // A cursor may name an upload that is gone.
    await gateway.remove(ids[2] ?? '');
    expect(await idsOf({ limit: 2, after: ids[2] ?? '' })).toEqual(ids.slice(3, 5));
  });
});

describe('an upload', () => {
  it('is removed while it is receiving, and whoever sends to it or waits for it is told', async () => {
    const folder = await freshFolder();
    const gateway = await gatewayIn(folder);
    const { id } = await gateway.begin(asked());
    const { bytes, hangs } = hanging('id\n');
    const sent = expect(gateway.append(id, 0, bytes)).rejects.toThrow('[MR8115]');
    const waited = expect(gateway.settled(id)).rejects.toThrow('[MR8103]');
    await hangs;
    await gateway.remove(id);
    await Promise.all([sent, waited]);
    expect(await uploadsIn(folder)).toEqual([]);
    await expect(gateway.get(id)).rejects.toThrow('[MR8103]');
  });

  it('is not removed once it is promoted, nor examined anew', async () => {
    const gateway = await gatewayIn(await freshFolder());
    const id = await upload(gateway, 'id\n');
    await gateway.settled(id);
    await expect(gateway.remove(id)).rejects.toThrow('[MR8104]');
    await expect(gateway.retry(id)).rejects.toThrow('[MR8104]');
    await expect(gateway.append(id, 3, bytesOf('1'))).rejects.toThrow('[MR8104]');
    await expect(gateway.complete(id)).rejects.toThrow('[MR8104]');
    expect(await gateway.offset(id)).toBe(3);
  });

  it('expires where no bytes come for it; those that come make it live on', async () => {
    const clock = handClock();
    const folder = await freshFolder();
    const gateway = await gatewayIn(folder, { clock, expiry: 1000 });
    const [left, fed] = await Promise.all([gateway.begin(asked()), gateway.begin(asked())]);
    clock.pass(600);
    await gateway.append(fed.id, 0, bytesOf('id\n'));
    clock.pass(600);
    const { id } = await gateway.begin(asked());
    await expect(gateway.get(left.id)).rejects.toThrow('[MR8103]');
    expect(await uploadsIn(folder)).toEqual([fed.id, id].toSorted());
    expect(await gateway.append(fed.id, 3, bytesOf('1'))).toBe(4);
  });

  it('is waited for until one gives up', async () => {
    const gateway = await gatewayIn(await freshFolder());
    const { id } = await gateway.begin(asked());
    await expect(gateway.settled(id, AbortSignal.timeout(20))).rejects.toThrow('timeout');
    await expect(gateway.settled(id, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  });
});

describe('a gateway that is closed', () => {
  it('takes no more, ends what hangs, waits for what is examined, and leaves the rest to the next', async () => {
    const folder = await freshFolder();
    let goOn = (): void => {};
    let began = (): void => {};
    const waits = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const scanning = new Promise<void>((resolve) => {
      began = resolve;
    });
    const scanner: Scanner = {
      name: 'slow',
      scan: async (bytes, signal) => {
        began();
        await waits;
        return scanAll.scan(bytes, signal);
      },
    };
    const first = await gatewayIn(folder, { examinations: 1, scanner });
    const [examined, queued] = [await upload(first, 'id\n1\n'), await upload(first, 'id\n2\n')];
    const { id: receiving } = await first.begin(asked());
    const { bytes, hangs } = hanging('id\n');
    const sent = expect(first.append(receiving, 0, bytes)).rejects.toThrow('[MR8115]');
    const waiting = expect(first.settled(queued)).rejects.toThrow('[MR8101]');
    await Promise.all([hangs, scanning]);
    const closing = first.close();
    await expect(first.begin(asked())).rejects.toThrow('[MR8101]');
    await sent;
    await expect(gatewayIn(folder)).rejects.toThrow('[MR8118]');
    goOn();
    await closing;
    await waiting;
    expect((await first.get(examined)).state).toBe('promoted');

    const second = await gatewayIn(folder);
    expect((await second.settled(queued)).state).toBe('promoted');
    expect(await second.append(receiving, 3, bytesOf('3\n'))).toBe(5);
  });
});
