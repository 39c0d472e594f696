import type { RunIndexEntry } from '../../kit/index.js';
import { readRun } from '../runs.js';
import type { Wiring } from '../wiring.js';
import type { Firing } from './firing.js';

const ended: ReadonlySet<string> = new Set(['succeeded', 'failed', 'stopped']);

const standsFor = async (
  wiring: Wiring,
  { runId }: RunIndexEntry,
  time: string,
  runDir: string | undefined,
): Promise<boolean> => {
  const record = await readRun(wiring, runId, runDir).catch(() => undefined);
  return record?.runTime === time;
};

/** Whether a run that was going on when its scheduler ended did end by itself: the runs' index tells. */
export const hasEnded = async (
  wiring: Wiring,
  { pipeline, time, startedAt }: Pick<Firing, 'pipeline' | 'time' | 'startedAt'>,
  runs: readonly RunIndexEntry[],
  runDir: string | undefined,
): Promise<RunIndexEntry | undefined> => {
  if (startedAt === undefined) return undefined;
  const candidates = runs.filter(
    (each) => each.pipeline === pipeline && each.startedAt >= startedAt && ended.has(each.status),
  );
  for (const each of candidates) if (await standsFor(wiring, each, time, runDir)) return each;
  return undefined;
};

/** The runs that a scheduler left, without those that have ended meanwhile; none of them runs any more. */
export const leftBy = async (
  wiring: Wiring,
  firings: readonly Firing[],
  runs: readonly RunIndexEntry[],
  runDir: string | undefined,
): Promise<readonly Firing[]> => {
  const open: Firing[] = [];
  for (const firing of firings) {
    const { startedAt: _, ...waiting } = firing;
    if ((await hasEnded(wiring, firing, runs, runDir)) === undefined) open.push(waiting);
  }
  return open;
};
