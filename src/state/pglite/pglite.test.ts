import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll } from 'vitest';
import type { StatePlace } from '../../kit/state-store.js';
import { stateStoreConforms } from '../testing/conformance.js';
import { freshFolder } from '../testing/folders.js';

let empty: string;

/** It takes two seconds to make a database, and a tenth to copy one. */
beforeAll(async () => {
  empty = await mkdtemp(join(tmpdir(), 'millrace-pglite-'));
  const database = await PGlite.create(empty);
  await database.close();
});
afterAll(() => rm(empty, { recursive: true, force: true }));

const place = async (): Promise<StatePlace> => {
  const folder = join(await freshFolder(), 'database');
  await cp(empty, folder, { recursive: true });
  return { kind: 'pglite', folder };
};

const directly = async (place: StatePlace, sql: string): Promise<void> => {
  const database = await PGlite.create('folder' in place ? place.folder : '');
  await database.exec(sql).finally(() => database.close());
};

stateStoreConforms({
  name: 'PGlite',
  isShared: false,
  place,
  damage: (place, key) => directly(place, `update millrace.entries set value = '{"so' where key = '${key}'`),
  outdate: (place) =>
    directly(place, `insert into millrace.kysely_migration values ('9999-later', '2030-01-01')`),
});
