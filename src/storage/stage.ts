import { rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { RunIdentity } from '../kit/storage.js';
import type { Context } from './context.js';
import { isThere } from './data-file.js';
import { guarded } from './disk-errors.js';
import { ownerFile, stagedFiles, stageFolder, stagesFolder } from './layout.js';
import { isStale } from './lock.js';
import { newRecord, readLock } from './lock-record.js';

/** Makes a run's stage in a store that is locked. */
export const makeStage = async ({ disk, clock }: Context, store: string, run: RunIdentity): Promise<void> => {
  const name = `stage ${basename(store)}`;
  await disk.makeFolder({ name, path: stagedFiles(store, run.runId) });
  const owner = JSON.stringify(newRecord(run, store, clock.now()));
  const path = ownerFile(store, run.runId);
  await disk.step({ name: `write owner of ${name}`, path }, () => writeFile(path, owner));
};

/** Stages are made while the store is locked, owner and all; one without an owner belongs to a dead run. */
export const isAbandoned = async (store: string, runId: string): Promise<boolean> => {
  const owner = await readLock(ownerFile(store, runId));
  return owner?.record === undefined || isStale(owner);
};

/** Leaves a run's stages to whoever recovers the stores next, though this process lives on. */
export const disownStages = async (stores: readonly string[], runId: string): Promise<void> => {
  for (const store of stores) {
    const path = ownerFile(store, runId);
    await guarded({ doing: 'leave the stage', path }, () => rm(path, { force: true }));
  }
};

/** Removes a run's stage, and sees to it that no journal comes back after a crash. */
export const removeStage = async ({ disk }: Context, store: string, runId: string): Promise<void> => {
  if (!(await isThere(stageFolder(store, runId)))) return;
  const name = `stage ${basename(store)}`;
  await disk.remove({ name, path: stageFolder(store, runId) });
  await disk.syncFolder({ name, path: stagesFolder(store) });
};

/** Removes a run's stages in the order given; those that a fault keeps are left to the next recovery. */
export const removeStages = async (
  context: Context,
  stores: readonly string[],
  runId: string,
): Promise<void> => {
  await disownStages(stores, runId);
  for (const store of stores) await removeStage(context, store, runId);
};
