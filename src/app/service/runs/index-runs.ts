import type { RunIndexEntry } from '../../../kit/index.js';
import { listRuns } from '../../runs.js';
import type { ServiceParts } from '../parts.js';

/** Puts a run into the database's index, or what has changed of it. */
export const indexRun = async ({ state, lists }: ServiceParts, entry: RunIndexEntry): Promise<void> => {
  await state.runs.add(entry).catch(() => state.runs.update(entry.runId, entry));
  lists.changed();
};

const isSame = (a: RunIndexEntry, b: RunIndexEntry | undefined): boolean =>
  b !== undefined && a.status === b.status && a.finishedAt === b.finishedAt;

/** The folders of runs are the truth: what the database has not of them it is given, as after a crash or with a new database. */
export const indexAll = async (parts: ServiceParts): Promise<void> => {
  const known = new Map((await parts.state.runs.list()).map((entry) => [entry.runId, entry]));
  const missing = (await listRuns(parts.wiring, parts.runDir)).filter(
    (entry) => !isSame(entry, known.get(entry.runId)),
  );
  for (const entry of missing) await indexRun(parts, entry);
};
