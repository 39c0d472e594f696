import { PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Clock } from '../../base/clock.js';
import { failure } from '../../base/errors/index.js';
import type { StateStore } from '../../kit/state-store.js';
import { openSqlState } from '../sql/store.js';

const CONNECTIONS = 4;
const CONNECT_MS = 10_000;
const QUERY_MS = 30_000;

/** The database without who asks for it: a password must not get into a message. */
const named = (url: string): string => {
  try {
    const { protocol, host, pathname } = new URL(url);
    if (/^postgres(ql)?:$/.test(protocol)) return `the database ${host}${pathname}`;
  } catch {
    // Told below, without the text: there may be a password in it.
  }
  throw failure('MR7109', 'the address of the database is none', {
    mend: 'Write it as `postgres://user:password@host:port/database`.',
  });
};

/** A connection that breaks while nobody uses it is told to who uses it next; unheard, it would end the process. */
const poolFor = (url: string): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'millrace',
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: QUERY_MS,
    keepAlive: true,
  });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
};

/**
 * State in a Postgres server, for many processes on many hosts.
 *
 * @param schema of its tables; others of the database stay as they are.
 * @throws MR7101 where there is no server.
 */
export const openPostgresState = async (
  url: string,
  schema = 'millrace',
  clock?: Clock,
): Promise<StateStore> => {
  const what = named(url);
  return openSqlState({ dialect: new PostgresDialect({ pool: poolFor(url) }), what, schema }, clock);
};
