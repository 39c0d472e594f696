import type { RunIndexEntry, RunRecord } from '../kit/index.js';
import { aboutRun } from './audit/about.js';
import { audited } from './audit/audited.js';
import { runStore } from './run/folder.js';
import type { Wiring } from './wiring.js';

/** All runs, newest first. */
export const listRuns = (wiring: Wiring, runDir?: string): Promise<readonly RunIndexEntry[]> =>
  runStore(wiring, runDir).list();

/** One run's record, by id, beginning of an id, or `latest`. */
export const readRun = (wiring: Wiring, id: string, runDir?: string): Promise<RunRecord> =>
  runStore(wiring, runDir).read(id);

/** One run's record for somebody who asked for it: it may hold rows. */
export const showRun = (wiring: Wiring, id: string, runDir?: string): Promise<RunRecord> =>
  audited(
    wiring,
    aboutRun('run.read', id, runDir),
    () => readRun(wiring, id, runDir),
    ({ pipeline, runId }) => ({ resource: { type: 'Run', id: `${pipeline}/${runId}` } }),
  );
