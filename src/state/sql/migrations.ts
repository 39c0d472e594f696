import { type Kysely, type Migration, sql } from 'kysely';

/** Texts are compared by their bytes, whatever language the server speaks: so that times are in the order of texts. */
const text = sql`text collate "C"`;

const first = (schemaName: string): Migration => ({
  up: async (db: Kysely<unknown>) => {
    const { schema } = db.withSchema(schemaName);
    await schema
      .createTable('entries')
      .addColumn('space', text, (column) => column.notNull())
      .addColumn('key', text, (column) => column.notNull())
      .addColumn('version', 'bigint', (column) => column.notNull())
      .addColumn('value', 'text')
      .addPrimaryKeyConstraint('entries_key', ['space', 'key'])
      .execute();
    await schema
      .createTable('leases')
      .addColumn('name', text, (column) => column.primaryKey())
      .addColumn('owner', 'text', (column) => column.notNull())
      .addColumn('token', 'bigint', (column) => column.notNull())
      .addColumn('expires', 'timestamptz', (column) => column.notNull())
      .execute();
    await schema
      .createTable('runs')
      .addColumn('run_id', text, (column) => column.primaryKey())
      .addColumn('pipeline', text, (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('started_at', text, (column) => column.notNull())
      .addColumn('entry', 'text', (column) => column.notNull())
      .execute();
    await schema.createIndex('runs_newest').on('runs').columns(['started_at', 'run_id']).execute();
    await schema
      .createIndex('runs_of_pipeline')
      .on('runs')
      .columns(['pipeline', 'started_at', 'run_id'])
      .execute();
    await schema
      .createTable('statistics')
      .addColumn('id', 'bigint', (column) => column.generatedAlwaysAsIdentity().primaryKey())
      .addColumn('pipeline', text, (column) => column.notNull())
      .addColumn('node', text, (column) => column.notNull())
      .addColumn('kind', text, (column) => column.notNull())
      .addColumn('run_id', 'text', (column) => column.notNull())
      .addColumn('at', text, (column) => column.notNull())
      .addColumn('bytes', 'double precision', (column) => column.notNull())
      .addColumn('rows', 'double precision', (column) => column.notNull())
      .addColumn('seconds', 'double precision', (column) => column.notNull())
      .addColumn('outcome', 'text', (column) => column.notNull())
      .execute();
    await schema
      .createIndex('statistics_of_node')
      .on('statistics')
      .columns(['pipeline', 'node', 'at', 'id'])
      .execute();
    await schema.createIndex('statistics_of_kind').on('statistics').columns(['kind', 'at', 'id']).execute();
  },
});

/** How partitions for functions went; null where there were none, and in what was kept before. */
const partitions = (schemaName: string): Migration => ({
  up: async (db: Kysely<unknown>) => {
    await db
      .withSchema(schemaName)
      .schema.alterTable('statistics')
      .addColumn('partition_count', 'double precision')
      .addColumn('partition_bytes', 'double precision')
      .addColumn('partition_seconds', 'double precision')
      .execute();
  },
});

/** All steps from an empty database to the newest tables, in order of their names. A step that was released never changes. */
export const migrations = (schemaName: string): Readonly<Record<string, Migration>> => ({
  '0001-state': first(schemaName),
  '0002-partitions': partitions(schemaName),
});
