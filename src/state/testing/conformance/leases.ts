import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MillraceError } from '../../../base/errors/index.js';
import type { Lease, StateStore } from '../../../kit/state-store.js';
import { fresh, opened, type Subject } from '../subject.js';

/** A clock that jumps when it is told to. */
const jumpingClock = (start = Date.parse('2026-03-29T00:59:00.000Z')) => {
  let time = start;
  const jump = (milliseconds: number): void => {
    time += milliseconds;
  };
  return { now: () => new Date(time), jump };
};

const MINUTE = 60_000;

interface Act {
  readonly actor: number;
  readonly what: 'acquire' | 'renew' | 'release' | 'write' | 'jump';
  /** Minutes: of a lease, or of the jump, which goes back as well. */
  readonly minutes: number;
}

const act: fc.Arbitrary<Act> = fc.record({
  actor: fc.nat(2),
  what: fc.constantFrom('acquire', 'acquire', 'renew', 'release', 'write', 'write', 'jump'),
  minutes: fc.integer({ min: -5, max: 5 }),
});

const isLeaseOver = (error: unknown): boolean =>
  error instanceof MillraceError && error.problems.every(({ code }) => code === 'MR7106');

/** What happened to one name: every token that was given out, and under which token each write got through. */
const history = async (stores: readonly StateStore[], acts: readonly Act[], jump: (by: number) => void) => {
  const held = new Map<number, Lease>();
  const given: number[] = [];
  const writes: { readonly token: number; readonly newest: number }[] = [];
  const carryOut = async ({ actor, what, minutes }: Act): Promise<void> => {
    const store = stores[actor % stores.length] as StateStore;
    const lease = held.get(actor);
    const time = (Math.abs(minutes) + 1) * MINUTE;
    if (what === 'jump') return jump(minutes * MINUTE);
    if (what === 'acquire') {
      const acquired = await store.leases.acquire('job', `actor-${actor}`, time);
      if (acquired) given.push(acquired.token);
      if (acquired) held.set(actor, acquired);
      return;
    }
    if (!lease) return;
    if (what === 'release') return store.leases.release(lease);
    if (what === 'renew') return void held.set(actor, await store.leases.renew(lease, time));
    await store.values.set('fenced', lease.token, { lease });
    writes.push({ token: lease.token, newest: Math.max(...given) });
  };
  for (const one of acts)
    await carryOut(one).catch((error: unknown) => {
      if (!isLeaseOver(error)) throw error;
    });
  return { given, writes };
};

export const leasesConform = (subject: Subject): void => {
  describe('leases', () => {
    it('are one owner’s until they are released, and then another’s with a greater token', async () => {
      const { leases } = await fresh(subject);
      const first = (await leases.acquire('job', 'a', MINUTE)) as Lease;
      expect(first).toMatchObject({ name: 'job', owner: 'a', token: 1 });
      expect(await leases.acquire('job', 'b', MINUTE)).toBeUndefined();
      expect(await leases.acquire('job', 'a', MINUTE)).toBeUndefined();
      expect(await leases.acquire('other', 'b', MINUTE)).toMatchObject({ owner: 'b' });
      await leases.release(first);
      const second = (await leases.acquire('job', 'b', MINUTE)) as Lease;
      expect(second.token).toBeGreaterThan(first.token);
      await leases.release(first);
      expect(await leases.acquire('job', 'c', MINUTE)).toBeUndefined();
    });

    it('are over at their time; what their holder writes late is refused', async () => {
      const clock = jumpingClock();
      const { leases, values } = await opened(await subject.place(), clock);
      const first = (await leases.acquire('job', 'a', MINUTE)) as Lease;
      await values.set('a', 'in time', { lease: first });
      clock.jump(MINUTE);
      await expect(values.set('a', 'late', { lease: first })).rejects.toThrow('[MR7106]');
      const second = (await leases.acquire('job', 'b', MINUTE)) as Lease;
      expect(second.token).toBeGreaterThan(first.token);
      await expect(values.set('a', 'late', { lease: first })).rejects.toThrow('[MR7106]');
      await expect(values.remove('a', { lease: first })).rejects.toThrow('[MR7106]');
      await expect(leases.renew(first, MINUTE)).rejects.toThrow('[MR7106]');
      expect(await values.get('a')).toEqual({ value: 'in time', version: 1 });
      await values.set('a', 'by another', { expected: 1, lease: second });
      expect(await values.get('a')).toEqual({ value: 'by another', version: 2 });
    });

    it('that are renewed keep their token and last from then on', async () => {
      const clock = jumpingClock();
      const { leases, values } = await opened(await subject.place(), clock);
      const first = (await leases.acquire('job', 'a', MINUTE)) as Lease;
      clock.jump(MINUTE / 2);
      const renewed = await leases.renew(first, MINUTE);
      expect(renewed).toEqual({ ...first, expires: '2026-03-29T01:00:30.000Z' });
      clock.jump(MINUTE / 2);
      expect(await leases.acquire('job', 'b', MINUTE)).toBeUndefined();
      expect(await values.set('a', 1, { lease: first })).toMatchObject({ kind: 'written' });
    });

    it('that are released write nothing any more', async () => {
      const { leases, values } = await fresh(subject);
      const lease = (await leases.acquire('job', 'a', MINUTE)) as Lease;
      await leases.release(lease);
      await expect(values.set('a', 1, { lease })).rejects.toThrow('[MR7106]');
      expect(await values.get('a')).toBeUndefined();
    });

    it('that nobody has given out write nothing', async () => {
      const { values } = await fresh(subject);
      const lease: Lease = { name: 'job', owner: 'a', token: 1, expires: '2999-01-01T00:00:00.000Z' };
      await expect(values.set('a', 1, { lease })).rejects.toThrow('[MR7106]');
    });

    it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuse a time of %d ms', async (time) => {
      const { leases } = await fresh(subject);
      await expect(leases.acquire('job', 'a', time)).rejects.toThrow('[MR7107]');
    });

    it('keep their tokens growing after the store was closed', async () => {
      const place = await subject.place();
      const clock = jumpingClock();
      const tokens: number[] = [];
      for (const owner of ['a', 'b', 'c']) {
        const store = await opened(place, clock);
        tokens.push((await store.leases.acquire('job', owner, MINUTE))?.token ?? 0);
        await store.close();
        clock.jump(MINUTE);
      }
      expect(tokens).toEqual([1, 2, 3]);
    });

    it('fence, however the clocks of their holders jump', async () => {
      const place = await subject.place();
      const shared = jumpingClock();
      const skews = subject.isShared ? [0, 3 * MINUTE, -4 * MINUTE] : [0];
      const stores = await Promise.all(
        skews.map((skew) => opened(place, { now: () => new Date(shared.now().getTime() + skew) })),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(act, { minLength: 8, maxLength: 25 }), async (acts) => {
          const { given, writes } = await history(stores, acts, shared.jump);
          // Tokens grow for ever, and a write gets through under the newest of them only.
          expect(given.every((token, index) => index === 0 || token > (given[index - 1] ?? 0))).toBe(true);
          expect(writes.filter(({ token, newest }) => token !== newest)).toEqual([]);
        }),
        { numRuns: 25 },
      );
    });
  });
};
