import { describe, expect, it } from 'vitest';
import type { Json } from '../../../kit/state-store.js';
import { increments } from '../increments.js';
import { fresh, opened, type Subject, withStore } from '../subject.js';

const examples: readonly Json[] = [
  null,
  true,
  0.1,
  -1e300,
  9_007_199_254_740_991,
  '',
  'Zürich \u0000 \ud800 🌊',
  [],
  [1, [null, { a: [] }]],
  {},
  `it's "quoted" \\' ''; drop table entries; --`,
  { constructor: 1, ['__proto__']: { b: 'c' }, 'a"b': '\n' },
];

const strangeKeys = [
  'a',
  "it's",
  '\\',
  '$1',
  'A',
  'é',
  'a/b',
  '../a',
  'a%',
  'a_',
  '%61',
  'con',
  '.',
  'a b',
  '🌊',
  'k'.repeat(500),
];

export const valuesConform = (subject: Subject): void => {
  describe('values', () => {
    it('come back as they were given, also to who opens the store later', async () => {
      const place = await subject.place();
      await withStore(place, async ({ values }) => {
        for (const [index, value] of examples.entries()) await values.set(`example-${index}`, value);
      });
      const { values } = await opened(place);
      for (const [index, value] of examples.entries())
        expect(await values.get(`example-${index}`)).toEqual({ value, version: 1 });
      expect(await values.get('other')).toBeUndefined();
    });

    it('are written only over the version that was expected', async () => {
      const { values } = await fresh(subject);
      expect(await values.set('a', 1, { expected: 1 })).toEqual({ kind: 'conflict' });
      expect(await values.set('a', 1, { expected: 0 })).toEqual({ kind: 'written', version: 1 });
      const current = { value: 1, version: 1 };
      expect(await values.set('a', 2, { expected: 0 })).toEqual({ kind: 'conflict', current });
      expect(await values.set('a', 2, { expected: 2 })).toEqual({ kind: 'conflict', current });
      expect(await values.set('a', 2, { expected: 1 })).toEqual({ kind: 'written', version: 2 });
      expect(await values.set('a', 3)).toEqual({ kind: 'written', version: 3 });
      expect(await values.get('a')).toEqual({ value: 3, version: 3 });
    });

    it('that are removed and set again have a version that nobody has seen', async () => {
      const { values } = await fresh(subject);
      await values.set('a', 'first');
      expect(await values.remove('a', { expected: 7 })).toMatchObject({ kind: 'conflict' });
      expect(await values.remove('a', { expected: 1 })).toMatchObject({ kind: 'written' });
      expect(await values.get('a')).toBeUndefined();
      expect(await values.set('a', 'second', { expected: 1 })).toEqual({ kind: 'conflict' });
      const again = await values.set('a', 'second', { expected: 0 });
      expect(again.kind === 'written' && again.version).toBeGreaterThan(1);
      expect(await values.set('a', 'third', { expected: 1 })).toMatchObject({ kind: 'conflict' });
    });

    it('have keys that are listed as they are, and no two of which are one', async () => {
      const { values } = await fresh(subject);
      for (const key of strangeKeys) await values.set(key, key);
      for (const key of strangeKeys) expect((await values.get(key))?.value).toBe(key);
      expect(await values.keys()).toEqual(strangeKeys.toSorted());
      expect(await values.keys('a%')).toEqual(['a%']);
      expect(await values.keys('a_')).toEqual(['a_']);
      expect(await values.keys('k'.repeat(300))).toEqual(['k'.repeat(500)]);
      await values.remove('a');
      expect(await values.keys('a')).toEqual(['a b', 'a%', 'a/b', 'a_']);
    });

    it.each(['', 'k'.repeat(501), 'a\nb', 'a\u0000', '\ud800'])('refuse the key %j', async (key) => {
      const { values, checkpoints, leases } = await fresh(subject);
      await expect(values.set(key, 1)).rejects.toThrow('[MR7107]');
      await expect(values.get(key)).rejects.toThrow('[MR7107]');
      await expect(checkpoints.put(key, 1)).rejects.toThrow('[MR7107]');
      await expect(leases.acquire(key, 'me', 1000)).rejects.toThrow('[MR7107]');
    });

    it('that JSON would change without a word are refused', async () => {
      const { values } = await fresh(subject);
      for (const value of [Number.NaN, new Date(0), { a: [Number.POSITIVE_INFINITY] }, () => 1, 1n])
        await expect(values.set('a', value as unknown as Json)).rejects.toThrow('[MR7107]');
      expect(await values.get('a')).toBeUndefined();
    });

    it('lose no change of many that are made at once', async () => {
      const store = await fresh(subject);
      const made = await Promise.all(Array.from({ length: 6 }, () => increments(store, 'n', 15)));
      expect(made.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 90 }, (_, n) => n + 1));
      expect(await store.values.get('n')).toEqual({ value: 90, version: 90 });
    });

    it('that are damaged are told, and neither taken for none nor written over', async () => {
      const place = await subject.place();
      await withStore(place, ({ values }) => values.set('a', { some: 'value' }));
      await subject.damage(place, 'a');
      const { values } = await opened(place);
      await expect(values.get('a')).rejects.toThrow('[MR7105]');
      await expect(values.set('a', 1, { expected: 0 })).rejects.toThrow('[MR7105]');
      await expect(values.get('a')).rejects.toThrow('[MR7105]');
    });

    it('of a newer version are left alone', async () => {
      const place = await subject.place();
      await withStore(place, ({ values }) => values.set('a', 1));
      await subject.outdate(place);
      await expect(opened(place)).rejects.toThrow('[MR7104]');
    });
  });
};

export const checkpointsConform = (subject: Subject): void => {
  describe('checkpoints', () => {
    it('keep the last value of a key, apart from values', async () => {
      const place = await subject.place();
      await withStore(place, async ({ checkpoints, values }) => {
        await values.set('a', 'value');
        await checkpoints.put('a', { done: [1, 2] });
        await checkpoints.put('a', { done: [1, 2, 3] });
        await checkpoints.put('b', null);
      });
      const { checkpoints, values } = await opened(place);
      expect(await checkpoints.get('a')).toEqual({ done: [1, 2, 3] });
      expect(await checkpoints.get('b')).toBeNull();
      expect(await checkpoints.keys()).toEqual(['a', 'b']);
      await checkpoints.remove('a');
      expect(await checkpoints.get('a')).toBeUndefined();
      expect(await values.get('a')).toEqual({ value: 'value', version: 1 });
    });
  });
};
