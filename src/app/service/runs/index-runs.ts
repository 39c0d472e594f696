import type { RunIndexEntry } from '../../../kit/index.js';
import { listRuns, readRun } from '../../runs.js';
import type { ServiceParts } from '../parts.js';

/** Puts a run into the database's index, or what has changed of it. */
export const indexRun = async ({ state, lists }: ServiceParts, entry: RunIndexEntry): Promise<void> => {
  await state.runs.add(entry).catch(() => state.runs.update(entry.runId, entry));
  lists.changed();
};

const isSame = (a: RunIndexEntry, b: RunIndexEntry | undefined): boolean =>
  b !== undefined && a.status === b.status && a.finishedAt === b.finishedAt;

/** What a run published is known for what it is before anybody can see that it was. */
const learn = async (parts: ServiceParts, { runId, documentFile }: RunIndexEntry): Promise<void> => {
  const record = await readRun(parts.wiring, runId, parts.runDir).catch(() => undefined);
  if (record) await parts.classes.learn(record, documentFile);
};

/** The folders of runs are the truth: what the database has not of them it is given, as after a crash or with a new database. */
export const indexAll = async (parts: ServiceParts): Promise<void> => {
  const known = new Map((await parts.state.runs.list()).map((entry) => [entry.runId, entry]));
  const missing = (await listRuns(parts.wiring, parts.runDir)).filter(
    (entry) => !isSame(entry, known.get(entry.runId)),
  );
  for (const entry of missing.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1))) {
    await learn(parts, entry);
    await indexRun(parts, entry);
  }
};
