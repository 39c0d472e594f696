import { type RawBuilder, sql } from 'kysely';
import type { Clock } from '../../base/clock.js';
import { databaseFault } from './faults.js';
import type { Database } from './tables.js';

/** What the parts of a store in a database share. */
export interface SqlContext {
  readonly db: Database;
  /** The database, in words. */
  readonly what: string;
  /** Now: by the clock of the database, which all hosts have in common, unless a test has its own. */
  readonly now: () => RawBuilder<Date>;
  /** Does work; what the database refuses is thrown as a coded problem. */
  readonly guarded: <T>(work: (db: Database) => Promise<T>) => Promise<T>;
  /** The same in a transaction. */
  readonly transaction: <T>(work: (db: Database) => Promise<T>) => Promise<T>;
}

export const sqlContext = (db: Database, what: string, clock: Clock | undefined): SqlContext => {
  const guarded: SqlContext['guarded'] = async (work) => {
    try {
      return await work(db);
    } catch (error) {
      throw databaseFault(what, error);
    }
  };
  return {
    db,
    what,
    now: () => (clock ? sql<Date>`${clock.now().toISOString()}::timestamptz` : sql<Date>`clock_timestamp()`),
    guarded,
    transaction: (work) => guarded(() => db.transaction().execute(work)),
  };
};
