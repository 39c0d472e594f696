import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { failure } from '../base/errors/index.js';
import type { RunIdentity } from '../kit/storage.js';
import { carryOut } from './carry-out.js';
import type { Context } from './context.js';
import { isThere } from './data-file.js';
import type { Disk } from './disk.js';
import { guarded, unless } from './disk-errors.js';
import { decidedFile, isDecided, type Journal, journalFile, readJournal } from './journal.js';
import {
  locksFolder,
  ownerFile,
  ownFolder,
  stageFolder,
  stagesFolder,
  storeLock,
  versionsFolder,
} from './layout.js';
import { breakStale, isAbandonedTemporary, isStale } from './lock.js';
import { newRecord, readLock } from './lock-record.js';
import { readManifest, runsIn } from './manifest.js';

const namesIn = (path: string): Promise<readonly string[]> =>
  guarded(
    { doing: 'look for what killed runs left', path },
    async () => (await unless(['ENOENT'], readdir(path))) ?? [],
  );

/** Tidies up after work that is done: a fault here is none of the work. What stays is found by the next claim. */
export const tidied = (tidying: Promise<void>): Promise<void> => tidying.catch(() => undefined);

/**
 * Removes a run's stage, and sees to it that no journal comes back after a crash. The owner goes first: whatever
 * stays after a fault then belongs to the next recovery, though this process lives on.
 */
export const removeStage = async (disk: Disk, store: string, runId: string): Promise<void> => {
  const name = `stage ${basename(store)}`;
  if (!(await isThere(stageFolder(store, runId)))) return;
  await guarded({ doing: 'leave the stage', path: stageFolder(store, runId) }, () =>
    rm(ownerFile(store, runId), { force: true }),
  );
  await disk.remove({ name, path: stageFolder(store, runId) });
  await disk.syncFolder({ name, path: stagesFolder(store) });
};

/** Stages are made while the store is locked, owner and all; one without an owner belongs to a dead run. */
const isAbandoned = async (store: string, runId: string): Promise<boolean> => {
  const owner = await readLock(ownerFile(store, runId));
  return owner?.record === undefined || isStale(owner);
};

const areDone = async (participants: readonly string[], runId: string): Promise<boolean> => {
  for (const store of participants) {
    if (!(await isThere(store)) || (await isThere(stageFolder(store, runId)))) return false;
  }
  return true;
};

/** The deciding store's own part; its decision stays until every other store has heard it. */
const finishCoordinator = async ({ disk }: Context, store: string, journal: Journal): Promise<void> => {
  const { runId, participants } = journal;
  if (await isThere(journalFile(store, runId))) {
    await carryOut(disk, store, journal);
    const path = decidedFile(store, runId);
    await disk.rename(journalFile(store, runId), { name: `decided journal ${basename(store)}`, path });
    await disk.syncFolder({ name: `decided journal ${basename(store)}`, path: stageFolder(store, runId) });
  }
  if (await areDone(participants, runId)) await removeStage(disk, store, runId);
};

const finishParticipant = async (
  { disk }: Context,
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
  if (await isDecided(decider, runId)) await carryOut(disk, store, journal);
  await removeStage(disk, store, runId);
};

const finishOrUndo = async (context: Context, store: string, runId: string): Promise<void> => {
  const journal =
    (await readJournal(journalFile(store, runId))) ?? (await readJournal(decidedFile(store, runId)));
  if (journal === undefined) return removeStage(context.disk, store, runId);
  if (journal.coordinator === null) return finishCoordinator(context, store, journal);
  return finishParticipant(context, store, journal, journal.coordinator);
};

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
 * out, all others are undone; then stale locks and unpublished versions go. What belongs to a run that lives, or to
 * one on another host, is left alone.
 *
 * @throws MR3003 or MR3016 where nobody can tell what a run had decided, MR3012 where the manifest is damaged.
 */
export const recoverStore = async (context: Context, store: string, run: RunIdentity): Promise<void> => {
  for (const runId of await namesIn(stagesFolder(store))) {
    if (await isAbandoned(store, runId)) await finishOrUndo(context, store, runId);
  }
  await breakStaleLocks(context, store, run);
  await sweepVersions(context, store);
};
