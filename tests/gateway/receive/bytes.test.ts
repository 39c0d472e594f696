import { createHash, randomBytes } from 'node:crypto';
import { readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  asked,
  bytesOf,
  channelIn,
  freshFolder,
  gatewayIn,
  handClock,
  hanging,
  namesIn,
  sha256,
  upload,
} from './support.js';

const contentOf = (folder: string, id: string): string => join(folder, 'gateway/uploads', id, 'content');

describe('bytes at a wrong offset', () => {
  it.each([-1, 0, 2, 4, 1e15, Number.NaN])('%d are refused, and change nothing', async (offset) => {
    const folder = await freshFolder();
    const gateway = await gatewayIn(folder);
    const { id } = await gateway.begin(asked());
    await gateway.append(id, 0, bytesOf('id\n'));
    await expect(gateway.append(id, offset, bytesOf('xxx'))).rejects.toThrow('[MR8105]');
    expect(await readFile(contentOf(folder, id), 'utf8')).toBe('id\n');
  });
});

describe('more bytes than are allowed', () => {
  it('than were declared are refused at once, with nothing beyond written', async () => {
    const folder = await freshFolder();
    const gateway = await gatewayIn(folder);
    const { id } = await gateway.begin(asked({ length: 4 }));
    const endless = (async function* () {
      for (;;) yield Buffer.from('id\n');
    })();
    await expect(gateway.append(id, 0, endless)).rejects.toThrow('[MR8108]');
    expect(await readFile(contentOf(folder, id), 'utf8')).toBe('id\n');
    await expect(gateway.complete(id)).rejects.toThrow('[MR8110]');
  });

  it('than the channel takes are refused at once, with nothing beyond written', async () => {
    const folder = await freshFolder();
    const gateway = await gatewayIn(folder, { channels: [channelIn(folder, { maxBytes: 3_000_000 })] });
    const { id } = await gateway.begin(asked());
    const endless = (async function* () {
      for (;;) yield Buffer.alloc(1_000_000, 'x');
    })();
    await expect(gateway.append(id, 0, endless)).rejects.toThrow('[MR8107]');
    expect(await gateway.offset(id)).toBe(3_000_000);
    expect(await readFile(contentOf(folder, id))).toHaveLength(3_000_000);
  });

  it('come of no length that is said later', async () => {
    const gateway = await gatewayIn(await freshFolder());
    const { id } = await gateway.begin(asked());
    await gateway.append(id, 0, bytesOf('id\n'));
    await expect(gateway.setLength(id, 2)).rejects.toThrow('[MR8114]');
    expect(await gateway.setLength(id, 4)).toMatchObject({ length: 4 });
    expect(await gateway.setLength(id, 4)).toMatchObject({ length: 4 });
    await expect(gateway.setLength(id, 5)).rejects.toThrow('[MR8114]');
    await expect(gateway.append(id, 3, bytesOf('12'))).rejects.toThrow('[MR8108]');
    await expect(gateway.complete(id)).rejects.toThrow('[MR8110]');
    await gateway.append(id, 3, bytesOf('1'));
    expect(await gateway.complete(id)).toMatchObject({ bytes: 4 });
  });
});

describe('two who write to one upload', () => {
  it('at once: the second is told, and the first goes on', async () => {
    const gateway = await gatewayIn(await freshFolder());
    const { id } = await gateway.begin(asked());
    let goOn = (): void => {};
    const waits = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const slow = (async function* () {
      yield Buffer.from('id\n');
      await waits;
      yield Buffer.from('1\n');
    })();
    const first = gateway.append(id, 0, slow);
    for (const call of [
      gateway.append(id, 0, bytesOf('other')),
      gateway.complete(id),
      gateway.setLength(id, 100),
    ])
      await expect(call).rejects.toThrow('[MR8106]');
    goOn();
    expect(await first).toBe(5);
    expect(await gateway.complete(id)).toMatchObject({ sha256: sha256('id\n1\n') });
  });

  it('where the connection of the first hangs: the second takes over with what the first has sent', async () => {
    const clock = handClock();
    const gateway = await gatewayIn(await freshFolder(), { clock });
    const { id } = await gateway.begin(asked());
    const { bytes, hangs } = hanging('id\n', '1\n');
    const first = expect(gateway.append(id, 0, bytes)).rejects.toThrow('[MR8115]');
    await hangs;
    clock.pass(4_999);
    await expect(gateway.append(id, 0, bytesOf('x'))).rejects.toThrow('[MR8106]');
    clock.pass(1);
    await expect(gateway.append(id, 0, bytesOf('x'))).rejects.toThrow('[MR8105]');
    await first;
    expect(await gateway.offset(id)).toBe(5);
    expect(await gateway.append(id, 5, bytesOf('2\n'))).toBe(7);
    expect(await gateway.complete(id)).toMatchObject({ sha256: sha256('id\n1\n2\n') });
  });

  it('many times over, of many at once only one gets each turn', async () => {
    const gateway = await gatewayIn(await freshFolder());
    const { id } = await gateway.begin(asked());
    for (let turn = 0; turn < 5; turn += 1) {
      const calls = Array.from({ length: 10 }, () => gateway.append(id, turn * 2, bytesOf(`${turn}\n`)));
      const ended = await Promise.allSettled(calls);
      expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    }
    expect(await gateway.complete(id)).toMatchObject({ sha256: sha256('0\n1\n2\n3\n4\n') });
  });
});

describe('the digests of a whole', () => {
  const digestOf = (algorithm: string, text: string) => createHash(algorithm).update(text).digest();

  it.each([
    ['SHA-256 in what was begun', { expectedSha256: sha256('other') }, {}],
    ['SHA-256 at the end', {}, { 'sha-256': digestOf('sha256', 'other') }],
    ['SHA-512 at the end', {}, { 'sha-512': digestOf('sha512', 'other') }],
    ['one of two', {}, { 'sha-256': digestOf('sha256', 'id\n'), 'sha-512': digestOf('sha512', 'other') }],
    ['cut short', {}, { 'sha-256': digestOf('sha256', 'id\n').subarray(0, 16) }],
    ['empty', {}, { 'sha-256': Buffer.alloc(0) }],
  ])('reject it where they are others: %s', async (_name, more, digests) => {
    const folder = await freshFolder();
    const gateway = await gatewayIn(folder);
    const { id } = await gateway.begin(asked(more));
    await gateway.append(id, 0, bytesOf('id\n'));
    const record = await gateway.complete(id, digests);
    expect(record).toMatchObject({ state: 'rejected', bytes: 3, problems: [{ code: 'MR8111' }] });
    expect(await gateway.settled(id)).toEqual(record);
    expect(await namesIn(join(folder, 'gateway/uploads', id))).toEqual(['record.json']);
  });

  it('let it pass where they are its own', async () => {
    const gateway = await gatewayIn(await freshFolder());
    const { id } = await gateway.begin(asked({ expectedSha256: sha256('id\n') }));
    await gateway.append(id, 0, bytesOf('id\n'));
    const digests = { 'sha-256': digestOf('sha256', 'id\n'), 'sha-512': digestOf('sha512', 'id\n') };
    expect(await gateway.complete(id, digests)).toMatchObject({ state: 'quarantined' });
    expect((await gateway.settled(id)).state).toBe('promoted');
  });

  it('notice each of 10,000 flips of a single bit', async () => {
    const folder = await freshFolder(true);
    const gateway = await gatewayIn(folder, {
      quotas: () => ({ bytes: 2 ** 40, receiving: 100_000, bytesADay: 2 ** 40 }),
    });
    const good = randomBytes(1250);
    const expectedSha256 = sha256(good);
    const flipped = async (bit: number): Promise<string> => {
      const bytes = Buffer.from(good);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const { id } = await gateway.begin(asked({ expectedSha256 }));
      await gateway.append(id, 0, bytesOf(bytes));
      const { state } = await gateway.complete(id);
      await gateway.remove(id);
      return state;
    };
    const states = new Map<string, number>();
    const bits = Array.from({ length: 10_000 }, (_, bit) => bit).values();
    const worker = async (): Promise<void> => {
      for (const bit of bits) {
        const state = await flipped(bit);
        states.set(state, (states.get(state) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: 64 }, worker));
    expect(Object.fromEntries(states)).toEqual({ rejected: 10_000 });
    expect((await gateway.settled(await upload(gateway, good, { expectedSha256 }))).state).toBe('promoted');
  });
});

describe('an upload without bytes', () => {
  it('is rejected', async () => {
    const gateway = await gatewayIn(await freshFolder());
    const { id } = await gateway.begin(asked());
    expect(await gateway.append(id, 0, bytesOf())).toBe(0);
    expect(await gateway.complete(id)).toMatchObject({
      state: 'rejected',
      bytes: 0,
      problems: [{ code: 'MR8112' }],
    });
  });
});

describe('bytes that somebody cuts while they are received', () => {
  it('are noticed', async () => {
    const folder = await freshFolder();
    const gateway = await gatewayIn(folder);
    const { id } = await gateway.begin(asked());
    await gateway.append(id, 0, bytesOf('id\n1\n'));
    await truncate(contentOf(folder, id), 3);
    await expect(gateway.append(id, 5, bytesOf('2\n'))).rejects.toThrow('[MR8120]');
    await expect(gateway.complete(id)).rejects.toThrow('[MR8120]');
  });
});

describe('200 uploads at once', () => {
  it('all arrive, each with its own bytes', async () => {
    const folder = await freshFolder();
    const gateway = await gatewayIn(folder, { examinations: 8 });
    const contents = Array.from({ length: 200 }, (_, n) => Buffer.alloc(50_000 + n * 997, `row ${n}\n`));
    const ids = await Promise.all(
      contents.map(async (content) => {
        const { id } = await gateway.begin(
          asked({ length: content.length, expectedSha256: sha256(content) }),
        );
        const half = content.length >> 1;
        await gateway.append(id, 0, bytesOf(content.subarray(0, half)));
        await gateway.append(id, half, bytesOf(content.subarray(half, half + 7), content.subarray(half + 7)));
        await gateway.complete(id);
        return id;
      }),
    );
    const records = await Promise.all(ids.map((id) => gateway.settled(id)));
    expect(records.filter(({ state }) => state !== 'promoted')).toEqual([]);
    for (const [n, { promotion }] of records.entries())
      expect(sha256(await readFile(promotion?.path ?? ''))).toBe(sha256(contents[n] ?? ''));
    expect((await namesIn(join(folder, 'landing'))).filter((name) => !name.startsWith('.'))).toEqual(
      ids.map((id) => `${id}.csv`).toSorted(),
    );
  });
});
