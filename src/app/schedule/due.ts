import { problem } from '../../base/errors/index.js';
import { own } from '../../base/own.js';
import type { StorePath } from '../../kit/index.js';
import { dueTimes, GRACE, look, type Success, succeededAnew, zoned, zoneOf } from '../../schedules/index.js';
import { seconds } from '../../spec/index.js';
import { storeFolders } from '../check/settings.js';
import { loadDocument } from '../load/load-document.js';
import type { Wiring } from '../wiring.js';
import type { OnScheduleEvent } from './events.js';
import { forPartition } from './fire.js';
import { type Firing, firingOf } from './firing.js';
import type { KeptSchedule } from './kept.js';
import { type Scheduled, waitsFor } from './load.js';

/** What is due of a schedule, and what is to be kept of it from now on. */
export interface DueOf {
  readonly firings: readonly Firing[];
  readonly kept: KeptSchedule;
}

/** What is kept of a schedule that is seen for the first time: nothing before it was missed. */
export const newSchedule = (now: Date): KeptSchedule => ({
  begun: now.toISOString(),
  until: new Date(now.getTime() - GRACE).toISOString(),
  marks: {},
  arrivals: { fired: [], pending: [] },
});

const byTimes = (scheduled: Scheduled, kept: KeptSchedule, now: Date, onEvent: OnScheduleEvent): DueOf => {
  const { schedule, document } = scheduled;
  const since = new Date(kept.until);
  if (since >= now) return { firings: [], kept };
  const { times, leftOut } = dueTimes(schedule, since, now);
  if (leftOut) {
    const [from, to] = [since, leftOut.before].map((at) => zoned(at, zoneOf(schedule)));
    const message = `"${document.pipeline}" missed more times than are caught up: those after ${from} and before ${to} are left out`;
    onEvent({ type: 'problem', problem: problem('MR7311', message, { severity: 'warning' }) });
  }
  return {
    firings: times.map((time) => firingOf(scheduled, time, 'cron')),
    kept: { ...kept, until: now.toISOString() },
  };
};

const storePathOf = (text: string): StorePath => {
  const [store = '', path = ''] = text.split('://');
  return { kind: 'path', text, store, path };
};

/** Files that there are now; a glob that names none yet is no fault of a schedule that waits for them. */
const filesOf = async (wiring: Wiring, { file }: Scheduled, path: string) => {
  // What depends on the partition is written, and not waited for.
  const stores = storeFolders(await loadDocument(file, wiring.cwd), forPartition(wiring, 'partition'));
  try {
    return await wiring.createStorage(stores).list(storePathOf(path));
  } catch (thrown) {
    const codes = ['MR3003', 'MR3004'];
    const isNone =
      typeof thrown === 'object' && thrown !== null && 'problems' in thrown && Array.isArray(thrown.problems)
        ? thrown.problems.every(({ code }) => codes.includes(code))
        : false;
    if (isNone) return [];
    throw thrown;
  }
};

const SETTLE = '30s';

const byFiles = async (
  wiring: Wiring,
  scheduled: Scheduled,
  kept: KeptSchedule,
  now: Date,
): Promise<DueOf> => {
  const { on_files: files } = scheduled.schedule;
  if (!files) return { firings: [], kept };
  const found = (await filesOf(wiring, scheduled, files.path)).map(({ name, bytes, modified }) => ({
    name,
    bytes,
    modified,
  }));
  const settle = seconds(files.settle ?? SETTLE) * 1000;
  const { arrivals, arrived } = look(kept.arrivals, found, now, settle);
  const firings = arrived.length > 0 ? [firingOf(scheduled, now, 'files')] : [];
  return { firings, kept: { ...kept, arrivals } };
};

const byOthers = (
  scheduled: Scheduled,
  kept: KeptSchedule,
  now: Date,
  successes: readonly Success[],
): DueOf => {
  const { runs, marks } = succeededAnew(waitsFor(scheduled), successes, kept.marks, kept.begun);
  const firings = runs.length > 0 ? [firingOf(scheduled, now, 'after')] : [];
  return { firings, kept: { ...kept, marks } };
};

/** The runs of a schedule that are due now, by its times, the files that it waits for and the runs of others. */
export const dueOf = async (
  wiring: Wiring,
  scheduled: Scheduled,
  schedules: Readonly<Record<string, KeptSchedule>>,
  now: Date,
  successes: readonly Success[],
  onEvent: OnScheduleEvent,
): Promise<DueOf> => {
  const before = own(schedules, scheduled.document.pipeline) ?? newSchedule(now);
  const times = byTimes(scheduled, before, now, onEvent);
  const files = await byFiles(wiring, scheduled, times.kept, now);
  const others = byOthers(scheduled, files.kept, now, successes);
  return {
    firings: [...times.firings, ...files.firings, ...others.firings],
    kept: others.kept,
  };
};
