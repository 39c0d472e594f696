import type { PGlite } from '@electric-sql/pglite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import { preparedStatements } from './statements.js';

/** Gives the one connection to one after the other: else statements of another would get into a transaction. */
const oneAtATime = () => {
  let last: Promise<void> = Promise.resolve();
  const ends: (() => void)[] = [];
  return {
    acquire: async (): Promise<void> => {
      const before = last;
      last = new Promise((resolve) => void ends.push(resolve));
      await before;
    },
    release: (): void => ends.shift()?.(),
  };
};

const connectionTo = (database: PGlite): DatabaseConnection => {
  const run = preparedStatements(database);
  return {
    executeQuery: async <Row>({ sql, parameters }: CompiledQuery) => {
      const { rows, affectedRows } = await run<Row>(sql, parameters);
      return { rows, numAffectedRows: BigInt(affectedRows ?? 0) };
    },
    streamQuery: () => {
      throw new Error('PGlite gives all rows at once');
    },
  };
};

const driverOf = (database: PGlite): Driver => {
  const connection = connectionTo(database);
  const turns = oneAtATime();
  const say = async (sql: string): Promise<void> =>
    void (await connection.executeQuery(CompiledQuery.raw(sql)));
  return {
    init: async () => void (await database.exec('set standard_conforming_strings = on')),
    acquireConnection: async () => {
      await turns.acquire();
      return connection;
    },
    releaseConnection: async () => turns.release(),
    beginTransaction: () => say('begin'),
    commitTransaction: () => say('commit'),
    rollbackTransaction: () => say('rollback'),
    destroy: () => database.close(),
  };
};

/** Lets Kysely speak to PGlite, which is Postgres inside of this process. */
export const pgliteDialect = (database: PGlite): Dialect => ({
  createDriver: () => driverOf(database),
  createAdapter: () => new PostgresAdapter(),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
});
