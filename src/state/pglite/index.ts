import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import type { Clock } from '../../base/clock.js';
import { newLockRecord, tryLock, unlock } from '../../base/lock/index.js';
import type { StateStore } from '../../kit/state-store.js';
import { heldFailure } from '../lock/held.js';
import { databaseFault } from '../sql/faults.js';
import { openSqlState } from '../sql/store.js';
import { storeFault } from '../store-faults.js';
import { pgliteDialect } from './driver.js';

/** Two processes in one database would write over each other without an error, so it is locked before it is opened. */
const lockFolder = async (folder: string): Promise<() => Promise<void>> => {
  const path = `${folder}.lock`;
  const record = newLockRecord();
  try {
    await mkdir(dirname(folder), { recursive: true });
    const holder = await tryLock(path, record);
    if (holder) throw heldFailure(`the database in "${folder}"`, holder);
  } catch (error) {
    throw storeFault(path, 'locked', error);
  }
  return () => unlock(path, record);
};

/** It takes 27 MB of program and half a second: loaded by who opens one, and by nobody else. */
const openDatabase = async (folder: string, what: string): Promise<PGlite> => {
  const { PGlite } = await import('@electric-sql/pglite');
  try {
    return await PGlite.create(folder);
  } catch (error) {
    throw databaseFault(what, error);
  }
};

/**
 * State in a database inside of this process, which has it alone until it is closed.
 *
 * @param folder absolute path of the database's folder; it is made where there is none, its lock stands beside it.
 * @throws MR7102 where another process has it open, or this one has.
 */
export const openPgliteState = async (folder: string, clock?: Clock): Promise<StateStore> => {
  const what = `the database in "${folder}"`;
  const free = await lockFolder(folder);
  try {
    const database = await openDatabase(folder, what);
    const dialect = pgliteDialect(database);
    return await openSqlState({ dialect, what, schema: 'millrace', onClosed: free }, clock);
  } catch (error) {
    await free();
    throw error;
  }
};
