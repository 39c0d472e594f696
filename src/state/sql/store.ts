import { type Dialect, Kysely } from 'kysely';
import type { Clock } from '../../base/clock.js';
import type { StateStore } from '../../kit/state-store.js';
import { sqlContext } from './context.js';
import { sqlLeases } from './leases.js';
import { migrate } from './migrate.js';
import { sqlRuns } from './runs.js';
import { sqlStatistics } from './statistics.js';
import type { Tables } from './tables.js';
import { sqlCheckpoints, sqlValues } from './values.js';

/** A database that state is kept in. */
export interface SqlDatabase {
  readonly dialect: Dialect;
  /** In words, without its password. */
  readonly what: string;
  /** The schema that the tables stand in. */
  readonly schema: string;
  /** Done after its connections are closed. */
  readonly onClosed?: () => Promise<void>;
}

/** State in a database that speaks the SQL of Postgres; its tables are made or brought up to date first. */
export const openSqlState = async (
  { dialect, what, schema, onClosed }: SqlDatabase,
  clock: Clock | undefined,
): Promise<StateStore> => {
  const db = new Kysely<Tables>({ dialect });
  const close = async (): Promise<void> => {
    try {
      await db.destroy();
    } finally {
      await onClosed?.();
    }
  };
  try {
    await sqlContext(db, what, clock).guarded(() => migrate(db, schema, what));
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
  const context = sqlContext(db.withSchema(schema), what, clock);
  return {
    runs: sqlRuns(context),
    statistics: sqlStatistics(context),
    checkpoints: sqlCheckpoints(context),
    values: sqlValues(context),
    leases: sqlLeases(context),
    close,
  };
};
