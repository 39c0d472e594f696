import { describe, expect, it } from 'vitest';
import { increment } from '../increments.js';
import { killed } from '../scripts.js';
import { opened, type Subject, withStore } from '../subject.js';
import { numbersAfter, startWorker, type Worker } from '../workers.js';

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);
const inOrder = (numbers: readonly number[]): readonly number[] => numbers.toSorted((a, b) => a - b);

/** What each version of a counter was made by: nobody else's may be the same, and none may be missing. */
const versions = (workers: readonly Worker[]): readonly number[] =>
  workers.flatMap(({ lines }) => numbersAfter('made', lines()).map(([version = 0]) => version));

const several = (subject: Subject): void => {
  it('change one value and lose nothing', async () => {
    const place = await subject.place();
    const workers = ['a', 'b', 'c', 'd'].map((name) => startWorker(place, 'count', name, 30));
    await Promise.all(workers.map(({ done }) => done()));
    expect(inOrder(versions(workers))).toEqual(upTo(120));
    const { values } = await opened(place);
    expect(await values.get('counter')).toEqual({ value: 120, version: 120 });
  });

  it('add runs and statistics and lose nothing', async () => {
    const place = await subject.place();
    const workers = ['a', 'b', 'c', 'd'].map((name) => startWorker(place, 'append', name, 15));
    await Promise.all(workers.map(({ done }) => done()));
    const { runs, statistics } = await opened(place);
    const ids = new Set((await runs.list({ status: 'succeeded' })).map(({ runId }) => runId));
    expect(ids.size).toBe(60);
    const found = await statistics.newest({ kind: 'filter' }, 1000);
    expect(new Set(found.map(({ runId }) => runId))).toEqual(ids);
    expect(found).toHaveLength(60);
  });

  it('write under a lease in the order of its tokens, whoever holds it for too long', async () => {
    const place = await subject.place();
    const workers = ['a', 'b', 'c'].map((name) => startWorker(place, 'fenced', name, 40));
    const lines = (await Promise.all(workers.map(({ done }) => done()))).flat();
    const tokens = numbersAfter('token', lines).map(([token = 0]) => token);
    expect(new Set(tokens).size).toBe(tokens.length);
    const wrote = numbersAfter('wrote', lines).toSorted(([a = 0], [b = 0]) => a - b);
    expect(wrote.map(([version]) => version)).toEqual(upTo(wrote.length));
    const order = wrote.map(([, token = 0]) => token);
    expect(order).toEqual(inOrder(order));
    // It happened at all: some held it for too long.
    expect(numbersAfter('refused', lines).length).toBeGreaterThan(0);
    expect(wrote.length).toBeGreaterThan(0);
  });

  it('go on when one of them is killed in the middle', async () => {
    const place = await subject.place();
    const victims = ['x', 'y'].map((name) => startWorker(place, 'count', name, 1_000_000));
    const others = ['a', 'b'].map((name) => startWorker(place, 'count', name, 40));
    for (const victim of victims) {
      await victim.said(12);
      await killed(victim.process);
    }
    await Promise.all(others.map(({ done }) => done()));
    const { values } = await opened(place);
    const found = await values.get('counter');
    const told = versions([...victims, ...others]);
    expect(new Set(told).size).toBe(told.length);
    // A victim may have made one more than it could tell.
    const untold = Number(found?.value) - told.length;
    expect(untold).toBeGreaterThanOrEqual(0);
    expect(untold).toBeLessThanOrEqual(victims.length);
    expect(found?.version).toBe(found?.value);
  });
};

const alone = (subject: Subject): void => {
  it('has the store alone: a second one is told who', async () => {
    const place = await subject.place();
    const worker = startWorker(place, 'hold', 'holder', 1);
    await worker.said(2);
    await expect(opened(place)).rejects.toThrow(`is in use by process ${worker.process.pid}`);
    await expect(opened(place)).rejects.toThrow('[MR7102]');
    await killed(worker.process);
    const { values } = await opened(place);
    expect(await values.get('counter')).toBeUndefined();
    await expect(opened(place)).rejects.toThrow('[MR7102]');
  });
};

export const processesConform = (subject: Subject): void => {
  describe(subject.isShared ? 'several processes' : 'one process', () =>
    subject.isShared ? several(subject) : alone(subject),
  );

  describe('a process that is killed', () => {
    it('leaves what it was told is written, whole', async () => {
      const place = await subject.place();
      let before = 0;
      for (const lines of [3, 14, 25]) {
        const victim = startWorker(place, 'count', 'victim', 1_000_000);
        await victim.said(lines);
        await killed(victim.process);
        const told = Math.max(...versions([victim]));
        const found = await withStore(place, ({ values }) => values.get('counter'));
        expect(found?.version).toBe(found?.value);
        expect(Number(found?.value) - told).toBeGreaterThanOrEqual(0);
        expect(Number(found?.value) - told).toBeLessThanOrEqual(1);
        expect(Number(found?.value)).toBeGreaterThan(before);
        // Nothing of it stands in the way of the next one; a server may only now come to its last change.
        const next = await withStore(place, (store) => increment(store, 'counter'));
        expect(next).toBeGreaterThan(Number(found?.value));
        expect(next).toBeLessThanOrEqual(told + 2);
        before = next;
      }
    });
  });
};
