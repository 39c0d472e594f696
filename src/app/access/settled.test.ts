import { describe, expect, it } from 'vitest';
import { oneByOne } from './one-by-one.js';
import { isSettled } from './settled.js';

describe('files that look the same', () => {
  const of = { loadedAt: 10_000, newest: 5_000, isBroken: false };

  it('are the same, unless they had been changed right before they were looked at', () => {
    expect(isSettled(of, 10_000)).toBe(true);
    expect(isSettled(of, 1e12)).toBe(true);
    expect(isSettled({ ...of, newest: 9_950 }, 1e12)).toBe(false);
    expect(isSettled({ ...of, newest: 10_001 }, 1e12)).toBe(false);
  });

  it('are read again after a while where they could not be used', () => {
    expect(isSettled({ ...of, isBroken: true }, 10_500)).toBe(true);
    expect(isSettled({ ...of, isBroken: true }, 11_000)).toBe(false);
  });
});

describe('work that is done one by one', () => {
  const held = () => {
    const begun: (() => void)[] = [];
    const work = () => new Promise<number>((done) => begun.push(() => done(begun.length)));
    return { begun, work };
  };

  const soon = () => new Promise((done) => setImmediate(done));

  it('gives who asks in the meantime what begins after they asked', async () => {
    const { begun, work } = held();
    const ask = oneByOne(work);
    const first = ask();
    const others = [ask(), ask()];
    expect(begun).toHaveLength(1);
    begun[0]?.();
    expect(await first).toBe(1);
    await soon();
    expect(begun).toHaveLength(2);
    const last = ask();
    begun[1]?.();
    expect(await Promise.all(others)).toEqual([2, 2]);
    await soon();
    expect(begun).toHaveLength(3);
    begun[2]?.();
    expect(await last).toBe(3);
  });

  it('goes on after work that failed', async () => {
    let times = 0;
    const ask = oneByOne(async () => {
      times += 1;
      if (times === 1) throw new Error('the first');
      return times;
    });
    const [first, second] = await Promise.allSettled([ask(), ask()]);
    expect([first?.status, second]).toEqual(['rejected', { status: 'fulfilled', value: 2 }]);
    expect(await ask()).toBe(3);
  });
});
