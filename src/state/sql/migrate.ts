import { Migrator, sql } from 'kysely';
import { newer } from '../store-faults.js';
import { migrations } from './migrations.js';
import type { Database } from './tables.js';

const TABLE = 'kysely_migration';

/** The steps that the database has gone through; undefined where it is empty. */
const stepsOf = async (db: Database, schema: string): Promise<readonly string[] | undefined> => {
  const found = await sql<{
    there: string | null;
  }>`select to_regclass(${`"${schema}".${TABLE}`}) as there`.execute(db);
  if (!found.rows[0]?.there) return undefined;
  const { rows } = await sql<{
    name: string;
  }>`select name from ${sql.id(schema, TABLE)} order by name`.execute(db);
  return rows.map(({ name }) => name);
};

/**
 * Brings the tables to the newest form. Several processes may do so at once: one goes first, the others find it done.
 *
 * @throws MR7104 where the database has gone through steps that this version does not know.
 */
export const migrate = async (db: Database, schema: string, what: string): Promise<void> => {
  const steps = migrations(schema);
  const known = Object.keys(steps);
  const done = await stepsOf(db, schema);
  const unknown = done?.find((name) => !Object.hasOwn(steps, name));
  if (unknown !== undefined) throw newer(what, `"${unknown}"`, `"${known.at(-1)}"`);
  if (done?.length === known.length) return;
  const provider = { getMigrations: async () => ({ ...steps }) };
  const { error } = await new Migrator({ db, provider, migrationTableSchema: schema }).migrateToLatest();
  if (error !== undefined) throw error;
};
