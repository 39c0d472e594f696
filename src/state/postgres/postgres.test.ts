import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StatePlace } from '../../kit/state-store.js';
import { stateStoreConforms } from '../testing/conformance.js';
import { type PostgresServer, startPostgres } from '../testing/postgres-server.js';
import { opened } from '../testing/subject.js';

let server: PostgresServer;

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

/** A schema for each test, in one server. */
const place = async () => ({
  kind: 'postgres' as const,
  url: server.url,
  schema: `s${randomBytes(6).toString('hex')}`,
});

const directly = async (at: StatePlace, sql: string): Promise<void> => {
  const client = new pg.Client(server.url);
  await client.connect();
  await client.query(`set search_path = ${'schema' in at ? at.schema : ''}`);
  await client.query(sql).finally(() => client.end());
};

stateStoreConforms({
  name: 'Postgres',
  isShared: true,
  place,
  damage: (at, key) => directly(at, `update entries set value = '{"so' where key = '${key}'`),
  outdate: (at) => directly(at, `insert into kysely_migration values ('9999-later', '2030-01-01')`),
});

describe('a Postgres that goes away', () => {
  it('is told, without the password, and is used again when it is back', async () => {
    const at = await place();
    const store = await opened({ ...at, url: at.url.replace('millrace@', 'millrace:secret@') });
    await store.values.set('a', 1);
    await server.crash();
    const port = new URL(server.url).port;
    const said = `[MR7101] the database 127.0.0.1:${port}/postgres cannot be reached`;
    await expect(store.values.set('a', 2)).rejects.toThrow(said);
    await expect(store.leases.acquire('job', 'a', 1000)).rejects.toThrow(said);
    await expect(opened(at)).rejects.toThrow(said);
    await server.restart();
    expect(await store.values.get('a')).toEqual({ value: 1, version: 1 });
    expect(await store.values.set('a', 2, { expected: 1 })).toEqual({ kind: 'written', version: 2 });
  });

  it('in the middle of many changes leaves each that was told, and at most those under way besides', async () => {
    const store = await opened(await place());
    let told = 0;
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      // Half of them write in transactions.
      const lease = writer % 2 === 0 ? undefined : await store.leases.acquire(`w${writer}`, 'me', 60_000);
      for (;;) {
        const written = await store.values
          .set(`w${writer}`, told, lease ? { lease } : {})
          .catch(() => undefined);
        if (!written) return;
        told += 1;
      }
    });
    while (told < 100) await new Promise((resolve) => setTimeout(resolve, 1));
    await server.crash();
    await Promise.all(writers);
    await server.restart();
    const versions = await Promise.all(writers.map(async (_, writer) => store.values.get(`w${writer}`)));
    const made = versions.reduce((sum, found) => sum + (found?.version ?? 0), 0);
    expect(made).toBeGreaterThanOrEqual(told);
    expect(made).toBeLessThanOrEqual(told + writers.length);
  });

  it.each([
    ['postgres://127.0.0.1:1/none', 'MR7101', '127.0.0.1:1/none cannot be reached'],
    ['mysql://me:secret@127.0.0.1/db', 'MR7109', 'the address of the database is none'],
    ['secret', 'MR7109', 'the address of the database is none'],
  ])('or was never there, is told: %s', async (url, code, words) => {
    const opening = opened({ kind: 'postgres', url });
    await expect(opening).rejects.toThrow(`[${code}]`);
    await expect(opening).rejects.toThrow(words);
    await expect(opening).rejects.not.toThrow('secret');
  });

  it('that has no such database is told', async () => {
    await expect(opened({ kind: 'postgres', url: server.url.replace('/postgres', '/none') })).rejects.toThrow(
      '[MR7109]',
    );
  });
});
