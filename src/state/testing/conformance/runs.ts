import { describe, expect, it } from 'vitest';
import { entryOf } from '../runs.js';
import { statisticOf } from '../statistics.js';
import { fresh, opened, type Subject, withStore } from '../subject.js';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 31, 9, 30, second)).toISOString();

export const runsConform = (subject: Subject): void => {
  describe('the index of runs', () => {
    it('lists runs newest first, with their changes', async () => {
      const place = await subject.place();
      await withStore(place, async ({ runs }) => {
        await runs.add(entryOf('r1', at(1)));
        await runs.add({ ...entryOf('r3', at(3)), process: { pid: 7, host: 'h' } });
        await runs.add(entryOf('r2', at(2)));
        await runs.update('r1', { status: 'failed', finishedAt: at(9), seconds: 8, rowsPublished: 5 });
      });
      const { runs } = await opened(place);
      expect(await runs.list()).toEqual([
        { ...entryOf('r3', at(3)), process: { pid: 7, host: 'h' } },
        entryOf('r2', at(2)),
        { ...entryOf('r1', at(1)), status: 'failed', finishedAt: at(9), seconds: 8, rowsPublished: 5 },
      ]);
    });

    it('filters by pipeline and status, and gives no more than were asked for', async () => {
      const { runs } = await fresh(subject);
      for (let second = 0; second < 9; second += 1)
        await runs.add({ ...entryOf(`r${second}`, at(second)), pipeline: second % 2 ? 'odd' : 'even' });
      await runs.update('r3', { status: 'succeeded' });
      const ids = async (filter: Parameters<typeof runs.list>[0]) =>
        (await runs.list(filter)).map(({ runId }) => runId);
      expect(await ids({ limit: 2 })).toEqual(['r8', 'r7']);
      expect(await ids({ pipeline: 'odd' })).toEqual(['r7', 'r5', 'r3', 'r1']);
      expect(await ids({ pipeline: 'odd', status: 'running', limit: 2 })).toEqual(['r7', 'r5']);
      expect(await ids({ status: 'succeeded' })).toEqual(['r3']);
      expect(await ids({ pipeline: 'none' })).toEqual([]);
      expect(await ids({ limit: 0 })).toEqual([]);
      const sixth = { startedAt: at(6), runId: 'r6' };
      expect(await ids({ after: sixth, limit: 2 })).toEqual(['r5', 'r4']);
      expect(await ids({ after: sixth, pipeline: 'odd' })).toEqual(['r5', 'r3', 'r1']);
    });

    it('gives one run by its id', async () => {
      const { runs } = await fresh(subject);
      await runs.add(entryOf('r1'));
      expect(await runs.get('r1')).toEqual(entryOf('r1'));
      expect(await runs.get('r2')).toBeUndefined();
    });

    it('has each run once', async () => {
      const { runs } = await fresh(subject);
      await runs.add(entryOf('r1'));
      await expect(runs.add(entryOf('r1'))).rejects.toThrow('[MR7108] run "r1" is in the index already');
      await expect(runs.update('r2', { status: 'failed' })).rejects.toThrow(
        '[MR7108] there is no run "r2" in the index',
      );
      expect(await runs.list()).toEqual([entryOf('r1')]);
    });

    it('loses no change of several that are made to one run at once', async () => {
      const { runs } = await fresh(subject);
      await runs.add(entryOf('r1'));
      await Promise.all([
        runs.update('r1', { seconds: 4 }),
        runs.update('r1', { status: 'succeeded' }),
        runs.update('r1', { rowsPublished: 7 }),
      ]);
      expect(await runs.list()).toEqual([
        { ...entryOf('r1'), seconds: 4, status: 'succeeded', rowsPublished: 7 },
      ]);
    });
  });
};

export const statisticsConform = (subject: Subject): void => {
  describe('statistics', () => {
    it('come back newest first, of a node or of a kind', async () => {
      const place = await subject.place();
      const of = (node: string, kind: string, second: number, pipeline = 'p') =>
        statisticOf({ node, kind, pipeline, at: at(second), runId: `r${second}` });
      const [a1, a2, a4] = [of('a', 'filter', 1), of('a', 'filter', 2), of('a', 'join', 4)];
      const [b3, q5] = [of('b', 'filter', 3), of('a', 'filter', 5, 'q')];
      await withStore(place, async ({ statistics }) => {
        await statistics.append([a2, b3]);
        await statistics.append([a4]);
        await statistics.append([]);
        await statistics.append([q5, a1]);
      });
      const { statistics } = await opened(place);
      expect(await statistics.newest({ pipeline: 'p', node: 'a' }, 10)).toEqual([a4, a2, a1]);
      expect(await statistics.newest({ pipeline: 'p', node: 'a' }, 2)).toEqual([a4, a2]);
      expect(await statistics.newest({ kind: 'filter' }, 3)).toEqual([q5, b3, a2]);
      expect(await statistics.newest({ kind: 'join' }, 3)).toEqual([a4]);
      expect(await statistics.newest({ kind: 'window' }, 3)).toEqual([]);
      expect(await statistics.newest({ pipeline: 'p', node: 'constructor' }, 3)).toEqual([]);
    });

    it('keep how partitions went, where there were any', async () => {
      const { statistics } = await fresh(subject);
      const partitions = { count: 3, bytes: 5_000_000_000, seconds: 0.75 };
      const [with3, without] = [statisticOf({ runId: 'r1', partitions }), statisticOf({ runId: 'r2' })];
      await statistics.append([with3, without]);
      expect(await statistics.newest({ kind: 'filter' }, 2)).toEqual([without, with3]);
    });

    it('of the same moment are newest first as they were added', async () => {
      const { statistics } = await fresh(subject);
      const ids = Array.from({ length: 20 }, (_, number) => `r${number}`);
      for (const runId of ids) await statistics.append([statisticOf({ runId })]);
      const found = await statistics.newest({ kind: 'filter' }, 5);
      expect(found.map(({ runId }) => runId)).toEqual(['r19', 'r18', 'r17', 'r16', 'r15']);
    });

    it('take times in any form and give them in one', async () => {
      const { statistics } = await fresh(subject);
      await statistics.append([statisticOf({ at: '2026-01-31T10:30:00+01:00' })]);
      const [found] = await statistics.newest({ kind: 'filter' }, 1);
      expect(found?.at).toBe('2026-01-31T09:30:00.000Z');
      await expect(statistics.append([statisticOf({ at: 'soon' })])).rejects.toThrow('[MR7107]');
    });
  });
};
