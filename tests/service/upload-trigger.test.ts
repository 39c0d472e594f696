import { setTimeout } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createUploadTrigger, type UploadTriggerOptions } from '../../src/app/service/trigger/index.js';
import type { UploadRecord } from '../../src/gateway/upload.js';
import type { KeyValues, RunTrigger } from '../../src/kit/index.js';
import { openStateStore } from '../../src/state/index.js';
import { temporaryFolder } from '../support/project.js';

const clock = { now: () => new Date('2026-01-02T00:00:00.000Z') };
const LATER = '2026-01-02T00:00:01.000Z';
const EARLIER = '2026-01-01T00:00:00.000Z';

const uploaded = (
  id: string,
  changes: Partial<UploadRecord> & { readonly at?: string } = {},
): UploadRecord => {
  const { at = LATER, ...rest } = changes;
  return {
    id,
    channel: 'orders',
    principal: 'ada',
    clientName: `${id}.csv`,
    declaredType: 'text/csv',
    state: 'promoted',
    steps: [
      { state: 'receiving', at: EARLIER },
      { state: 'promoted', at },
    ],
    sha256: `sha of ${id}`,
    promotion: { path: `/inbox/${id}.csv`, name: `${id}-ours.csv` },
    problems: [],
    expires: LATER,
    ...rest,
  };
};

interface Started {
  readonly pipeline: string;
  readonly trigger: RunTrigger;
  readonly end: () => void;
}

/** Waits until something is so: all that is waited for here comes by itself. */
const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
};

/** A service with a fake for runs; what it keeps is in a real store. */
const service = (values: KeyValues, disk: UploadRecord[], options: Partial<UploadTriggerOptions> = {}) => {
  const started: Started[] = [];
  const problems: unknown[] = [];
  const trigger = createUploadTrigger({
    values,
    clock,
    pipelines: async () => [
      { pipeline: 'load', channel: 'orders' },
      { pipeline: 'other', channel: 'notes' },
    ],
    promoted: async function* (channel) {
      yield* disk.filter((each) => each.channel === channel);
    },
    startRun: async (pipeline, because) => {
      let end: () => void = () => undefined;
      const ended = new Promise<void>((resolve) => {
        end = resolve;
      });
      started.push({ pipeline, trigger: because, end });
      return { ended };
    },
    onProblem: (_, thrown) => problems.push(thrown),
    ...options,
  });
  // What it still writes must be written before its folder goes.
  onTestFinished(async () => {
    trigger.stop();
    for (const { end } of started) end();
    // One whose order never came to be kept is never idle.
    await Promise.race([trigger.idle(), setTimeout(500)]);
  });
  const settle = async (...uploads: readonly UploadRecord[]): Promise<void> => {
    disk.push(...uploads);
    for (const each of uploads) await trigger.settled(each);
  };
  const ids = () => started.map(({ trigger: { uploads } }) => uploads.map(({ upload }) => upload));
  return { trigger, started, problems, settle, ids };
};

const values = async (): Promise<KeyValues> =>
  (await openStateStore({ kind: 'folder', folder: await temporaryFolder() })).values;

/** What happens within a service that is not killed and has nothing to do for a while. */
const quiet = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('an upload that is promoted', () => {
  test('starts the pipelines of its channel, which know what started them', async () => {
    const { settle, started } = service(await values(), []);
    await settle(uploaded('a'));
    await until(() => started.length > 0);
    expect(started).toMatchObject([
      {
        pipeline: 'load',
        trigger: {
          channel: 'orders',
          uploads: [
            { upload: 'a', file: 'a-ours.csv', sha256: 'sha of a', clientName: 'a.csv', principal: 'ada' },
          ],
        },
      },
    ]);
  });

  test('starts all pipelines of its channel', async () => {
    const pipelines = async () => ['x', 'y'].map((pipeline) => ({ pipeline, channel: 'orders' }));
    const { settle, started } = service(await values(), [], { pipelines });
    await settle(uploaded('a'));
    await until(() => started.length === 2);
    expect(started.map(({ pipeline }) => pipeline).toSorted()).toEqual(['x', 'y']);
  });

  test('waits while its pipeline runs; what waits shares one run more', async () => {
    const { settle, started, ids, trigger } = service(await values(), []);
    await settle(uploaded('b'));
    await until(() => started.length === 1);
    await settle(uploaded('d'), uploaded('c'), uploaded('e'));
    await quiet();
    expect(ids()).toEqual([['b']]);
    started[0]?.end();
    await until(() => started.length === 2);
    expect(ids()).toEqual([['b'], ['c', 'd', 'e']]);
    started[1]?.end();
    await trigger.idle();
    expect(started).toHaveLength(2);
  });

  test('starts one run, however often it is told of', async () => {
    const { settle, started, trigger } = service(await values(), []);
    await settle(uploaded('a'), uploaded('a'));
    await until(() => started.length === 1);
    started[0]?.end();
    await trigger.settled(uploaded('a'));
    await trigger.catchUp();
    await trigger.idle();
    expect(started).toHaveLength(1);
  });
});

test.each(['receiving', 'quarantined', 'scanning', 'rejected', 'error'] as const)(
  'an upload that is %s starts nothing, neither now nor after a restart',
  async (state) => {
    const { promotion: _, ...rest } = uploaded('a', { state });
    const { settle, started, trigger } = service(await values(), []);
    await settle(rest);
    await trigger.catchUp();
    await quiet();
    expect(started).toEqual([]);
  },
);

describe('after a restart', () => {
  test('uploads that were promoted, and of which nobody was told, have their run', async () => {
    const kept = await values();
    const disk: UploadRecord[] = [];
    await service(kept, disk).trigger.catchUp();
    disk.push(uploaded('b'), uploaded('a'), uploaded('n', { channel: 'notes' }));
    const { trigger, started } = service(kept, disk);
    await trigger.catchUp();
    await until(() => started.length === 2);
    expect(
      started.map(({ pipeline, trigger: { uploads } }) => [pipeline, uploads.map(({ upload }) => upload)]),
    ).toEqual([
      ['load', ['a', 'b']],
      ['other', ['n']],
    ]);
  });

  test('uploads that waited for a run to end have theirs; those whose run is on record do not', async () => {
    const kept = await values();
    const disk: UploadRecord[] = [];
    const before = service(kept, disk);
    await before.settle(uploaded('a'));
    await until(() => before.started.length === 1);
    await before.settle(uploaded('b'), uploaded('c'));
    while ((await kept.keys('upload-trigger/taken/')).length === 0) await quiet();
    const after = service(kept, disk);
    await after.trigger.catchUp();
    await until(() => after.started.length === 1);
    expect(after.ids()).toEqual([['b', 'c']]);
    after.started[0]?.end();
    await after.trigger.idle();
    const last = service(kept, disk);
    await last.trigger.catchUp();
    await quiet();
    expect(last.started).toEqual([]);
  });

  test('an upload whose run was killed before it was on record has it again', async () => {
    const kept = await values();
    const disk: UploadRecord[] = [];
    const before = service(kept, disk, { startRun: () => new Promise(() => undefined) });
    await before.settle(uploaded('a'));
    await quiet();
    const after = service(kept, disk);
    await after.trigger.catchUp();
    await until(() => after.started.length === 1);
    expect(after.ids()).toEqual([['a']]);
  });

  test('uploads from before the pipeline had its trigger start nothing', async () => {
    const { trigger, started } = service(await values(), [uploaded('old', { at: EARLIER })]);
    await trigger.catchUp();
    await quiet();
    expect(started).toEqual([]);
  });
});

describe('a run that cannot be ordered', () => {
  test('is told, and its uploads go with the next one', async () => {
    const kept = await values();
    let isClosed = true;
    const inner = service(kept, []);
    const { settle, problems } = service(kept, [], {
      startRun: async (pipeline, because) => {
        if (isClosed) throw new Error('there is no such pipeline');
        inner.started.push({ pipeline, trigger: because, end: () => undefined });
        return { ended: Promise.resolve() };
      },
    });
    await settle(uploaded('a'));
    await until(() => problems.length === 1);
    isClosed = false;
    await settle(uploaded('b'));
    await until(() => inner.started.length === 1);
    expect(inner.ids()).toEqual([['a', 'b']]);
  });

  test('is not ordered any more once the service stops; the next service takes it up', async () => {
    const kept = await values();
    const disk: UploadRecord[] = [];
    const stopping = service(kept, disk);
    await stopping.settle(uploaded('a'));
    await until(() => stopping.started.length === 1);
    await stopping.settle(uploaded('b'));
    stopping.trigger.stop();
    stopping.started[0]?.end();
    await stopping.trigger.idle();
    expect(stopping.ids()).toEqual([['a']]);
    const next = service(kept, disk);
    await next.trigger.catchUp();
    await until(() => next.started.length === 1);
    expect(next.ids()).toEqual([['b']]);
  });
});
