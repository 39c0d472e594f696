import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkpoints, Condition, Json, KeyValues, SetResult, Versioned } from '../../kit/state-store.js';
import { acceptedKey, jsonText } from '../entries/accepted.js';
import { isMissing } from '../faults.js';
import { storeFault } from '../store-faults.js';
import type { FolderContext } from './context.js';
import { readEntry, writeLocked } from './files.js';
import { whileHeld } from './leases.js';
import { fileName } from './names.js';

type Space = 'value' | 'checkpoint';

/** A key that was removed keeps its version: who still knows an older one must not write over a later value. */
interface Entry {
  readonly key: string;
  readonly version: number;
  readonly value?: Json;
}

const isEntry = (value: unknown): value is Entry => {
  if (typeof value !== 'object' || value === null) return false;
  const { key, version } = value as Partial<Entry>;
  return typeof key === 'string' && typeof version === 'number' && Number.isSafeInteger(version);
};

const entryOf =
  (key: string) =>
  (value: unknown): value is Entry =>
    isEntry(value) && value.key === key;

const fileOf = ({ places }: FolderContext, space: Space, key: string): string =>
  join(places.entries(space), `${fileName(key)}.json`);

const versioned = (entry: Entry | undefined): Versioned | undefined =>
  entry?.value === undefined ? undefined : { value: entry.value, version: entry.version };

const conflict = (found: Entry | undefined): SetResult => {
  const current = versioned(found);
  return { kind: 'conflict', ...(current ? { current } : {}) };
};

const change = async (
  context: FolderContext,
  space: Space,
  key: string,
  value: Json | undefined,
  { expected, lease }: Condition,
): Promise<SetResult> => {
  const path = fileOf(context, space, acceptedKey(key));
  return whileHeld(context, lease, () =>
    context.locked(space, key, async () => {
      const found = await readEntry(path, entryOf(key));
      if (expected !== undefined && (versioned(found)?.version ?? 0) !== expected) return conflict(found);
      const version = (found?.version ?? 0) + 1;
      await writeLocked(path, { key, version, ...(value === undefined ? {} : { value }) });
      return { kind: 'written', version };
    }),
  );
};

const names = async (folder: string): Promise<readonly string[]> => {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.json'));
  } catch (error) {
    if (isMissing(error)) return [];
    throw storeFault(folder, 'read', error);
  }
};

const keys = async ({ places }: FolderContext, space: Space, prefix: string): Promise<readonly string[]> => {
  const folder = places.entries(space);
  const start = prefix === '' ? '' : fileName(prefix);
  const found: string[] = [];
  for (const name of await names(folder)) {
    if (!name.includes('~') && !start.includes('~') && !name.startsWith(start)) continue;
    const entry = await readEntry(join(folder, name), isEntry);
    if (entry?.value !== undefined && entry.key.startsWith(prefix)) found.push(entry.key);
  }
  return found.sort();
};

const get = async (context: FolderContext, space: Space, key: string): Promise<Versioned | undefined> =>
  versioned(await readEntry(fileOf(context, space, acceptedKey(key)), entryOf(key)));

export const folderValues = (context: FolderContext): KeyValues => ({
  get: (key) => get(context, 'value', key),
  set: async (key, value, condition = {}) => {
    jsonText(key, value);
    return change(context, 'value', key, value, condition);
  },
  remove: (key, condition = {}) => change(context, 'value', key, undefined, condition),
  keys: (prefix = '') => keys(context, 'value', prefix),
});

export const folderCheckpoints = (context: FolderContext): Checkpoints => ({
  get: async (key) => (await get(context, 'checkpoint', key))?.value,
  put: async (key, value) => {
    jsonText(key, value);
    await change(context, 'checkpoint', key, value, {});
  },
  remove: async (key) => void (await change(context, 'checkpoint', key, undefined, {})),
  keys: (prefix = '') => keys(context, 'checkpoint', prefix),
});
