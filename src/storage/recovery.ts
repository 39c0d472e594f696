import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '../base/errors/index.js';
import type { RunIdentity } from '../kit/storage.js';
import { carryOut } from './carry-out.js';
import type { Context } from './context.js';
import { isThere } from './data-file.js';
import { guarded, unless } from './disk-errors.js';
import { isDecided, type Journal, journalFile, readJournal } from './journal.js';
import { locksFolder, ownFolder, stageFolder, stagesFolder, storeLock, versionsFolder } from './layout.js';
import { breakStale, isAbandonedTemporary, isStale } from './lock.js';
import { newRecord, readLock } from './lock-record.js';
import { readManifest, runsIn } from './manifest.js';
import { isAbandoned, removeStage } from './stage.js';

const namesIn = (path: string): Promise<readonly string[]> =>
  guarded(
    { doing: 'look for what killed runs left', path },
    async () => (await unless(['ENOENT'], readdir(path))) ?? [],
  );

const areDone = async (participants: readonly string[], runId: string): Promise<boolean> => {
  for (const store of participants) {
    if (!(await isThere(store)) || (await isThere(stageFolder(store, runId)))) return false;
  }
  return true;
};

/** The deciding store's own part; its journal, which is the decision, stays until every other store has heard it. */
const finishCoordinator = async (context: Context, store: string, journal: Journal): Promise<void> => {
  await carryOut(context.disk, store, journal);
  if (await areDone(journal.participants, journal.runId)) await removeStage(context, store, journal.runId);
};

const finishParticipant = async (
  context: Context,
  store: string,
  journal: Journal,
  decider: string,
): Promise<void> => {
  const { runId } = journal;
  if (!(await isThere(ownFolder(decider)))) {
    throw failure(
      'MR3003',
      `run ${runId} was killed while it published, and the store that tells whether it had decided to is gone: ${decider}`,
      {
        mend: `Bring that folder back, or give the run's outputs up by removing ${stageFolder(store, runId)}.`,
      },
    );
  }
  if (await isDecided(decider, runId)) await carryOut(context.disk, store, journal);
  await removeStage(context, store, runId);
};

const finishOrUndo = async (context: Context, store: string, runId: string): Promise<void> => {
  const journal = await readJournal(journalFile(store, runId));
  if (journal === undefined) return removeStage(context, store, runId);
  if (journal.coordinator === null) return finishCoordinator(context, store, journal);
  return finishParticipant(context, store, journal, journal.coordinator);
};

/**
 * Journals are open only while their run holds the store's lock. We hold it, so a journal that is still there is
 * nobody's work any more, be its run dead, alive after a fault, or on another host.
 */
const isLeft = async (store: string, runId: string): Promise<boolean> =>
  (await isThere(journalFile(store, runId))) || (await isAbandoned(store, runId));

const breakStaleLocks = async ({ disk, clock }: Context, store: string, run: RunIdentity): Promise<void> => {
  for (const name of await namesIn(locksFolder(store))) {
    const path = join(locksFolder(store), name);
    if (path === storeLock(store)) continue;
    if (name.endsWith('.tmp')) {
      if (isAbandonedTemporary(name)) await disk.remove({ name: 'temporary lock', path });
      continue;
    }
    const lock = await readLock(path);
    const record = newRecord(run, 'stale lock', clock.now());
    if (lock && isStale(lock))
      await disk.step({ name: 'break stale lock', path }, () => breakStale(lock, record));
  }
};

/** Versions of runs that the manifest does not name and that have no stage: nobody will ever name them. */
const sweepVersions = async ({ disk }: Context, store: string): Promise<void> => {
  const runs = await namesIn(versionsFolder(store));
  if (runs.length === 0) return;
  const named = runsIn(await readManifest(store));
  for (const runId of runs) {
    if (named.has(runId) || (await isThere(stageFolder(store, runId)))) continue;
    await disk.remove({ name: 'unpublished versions', path: join(versionsFolder(store), runId) });
  }
};

/**
 * Makes a store whole that killed runs left in between, while it is locked: publishes that were decided are carried
 * out, all others are undone; then stale locks and unpublished versions go. What a run is still preparing that
 * lives, or that is on another host, is left alone.
 *
 * @throws MR3003 or MR3016 where nobody can tell what a run had decided, MR3012 where the manifest is damaged.
 */
export const recoverStore = async (context: Context, store: string, run: RunIdentity): Promise<void> => {
  for (const runId of await namesIn(stagesFolder(store))) {
    if (await isLeft(store, runId)) await finishOrUndo(context, store, runId);
  }
  await breakStaleLocks(context, store, run);
  await sweepVersions(context, store);
};
