import { sql } from 'kysely';
import type { Checkpoints, Condition, Json, KeyValues, SetResult, Versioned } from '../../kit/state-store.js';
import { acceptedKey, jsonText } from '../entries/accepted.js';
import { damaged } from '../store-faults.js';
import type { SqlContext } from './context.js';
import { holdLease } from './leases.js';
import type { Database, Tables } from './tables.js';

type Space = Tables['entries']['space'];

const parsed = (what: string, key: string, text: string): Json => {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw damaged(`the value of "${key}" in ${what}`, 'it is no JSON', error);
  }
};

const find = async (
  db: Database,
  { what }: SqlContext,
  space: Space,
  key: string,
): Promise<Versioned | undefined> => {
  const row = await db
    .selectFrom('entries')
    .select(['version', 'value'])
    .where('space', '=', space)
    .where('key', '=', key)
    .executeTakeFirst();
  if (!row || row.value === null) return undefined;
  return { value: parsed(what, key, row.value), version: Number(row.version) };
};

interface Change {
  readonly space: Space;
  readonly key: string;
  readonly value: string | null;
  readonly expected: number | undefined;
}

type VersionRow = { readonly version: Tables['entries']['version'] } | undefined;

/** Over one version that is there. */
const replaceVersion = (db: Database, { space, key, value }: Change, expected: number): Promise<VersionRow> =>
  db
    .updateTable('entries')
    .set({ value, version: sql<number>`version + 1` })
    .where('space', '=', space)
    .where('key', '=', key)
    .where('version', '=', expected)
    .where('value', 'is not', null)
    .returning('version')
    .executeTakeFirst();

/** Over whatever is there, or where nothing may be there. */
const insertOrReplace = (db: Database, { space, key, value, expected }: Change): Promise<VersionRow> =>
  db
    .insertInto('entries')
    .values({ space, key, value, version: 1 })
    .onConflict((conflict) => {
      const update = conflict.columns(['space', 'key']).doUpdateSet(({ ref }) => ({
        value: ref('excluded.value'),
        version: sql<number>`${ref('entries.version')} + 1`,
      }));
      return expected === undefined ? update : update.where('entries.value', 'is', null);
    })
    .returning('version')
    .executeTakeFirst();

/** One statement, so that nobody comes in between. */
const write = async (db: Database, context: SqlContext, change: Change): Promise<SetResult> => {
  const { space, key, expected } = change;
  const row = await (expected === undefined || expected === 0
    ? insertOrReplace(db, change)
    : replaceVersion(db, change, expected));
  if (row) return { kind: 'written', version: Number(row.version) };
  const current = await find(db, context, space, key);
  return { kind: 'conflict', ...(current ? { current } : {}) };
};

const change = (
  context: SqlContext,
  space: Space,
  key: string,
  value: string | null,
  { expected, lease }: Condition,
): Promise<SetResult> => {
  const asked = { space, key: acceptedKey(key), value, expected };
  if (lease === undefined) return context.guarded((db) => write(db, context, asked));
  return context.transaction(async (db) => {
    await holdLease(db, context, lease);
    return write(db, context, asked);
  });
};

const keys = async ({ guarded }: SqlContext, space: Space, prefix: string): Promise<readonly string[]> => {
  const rows = await guarded((db) =>
    db
      .selectFrom('entries')
      .select('key')
      .where('space', '=', space)
      .where(sql<boolean>`starts_with(key, ${prefix})`)
      .where('value', 'is not', null)
      .execute(),
  );
  return rows.map(({ key }) => key).sort();
};

const get = async (context: SqlContext, space: Space, key: string): Promise<Versioned | undefined> => {
  acceptedKey(key);
  return context.guarded((db) => find(db, context, space, key));
};

export const sqlValues = (context: SqlContext): KeyValues => ({
  get: (key) => get(context, 'value', key),
  set: async (key, value, condition = {}) => change(context, 'value', key, jsonText(key, value), condition),
  remove: async (key, condition = {}) => change(context, 'value', key, null, condition),
  keys: (prefix = '') => keys(context, 'value', prefix),
});

export const sqlCheckpoints = (context: SqlContext): Checkpoints => ({
  get: async (key) => (await get(context, 'checkpoint', key))?.value,
  put: async (key, value) => void (await change(context, 'checkpoint', key, jsonText(key, value), {})),
  remove: async (key) => void (await change(context, 'checkpoint', key, null, {})),
  keys: (prefix = '') => keys(context, 'checkpoint', prefix),
});
