import type { Json, KeyValues } from '../kit/index.js';

/** A record, and the version that a change of it names. */
export interface Kept<T> {
  readonly value: T;
  readonly version: number;
}

/** Records of one kind, by name. */
export interface Records<T> {
  readonly get: (name: string) => Promise<Kept<T> | undefined>;
  /** Whether it was written: not where the record has another version than expected (0: there is none). */
  readonly put: (name: string, value: T, expected: number) => Promise<boolean>;
  /** Whether it was removed, under the same condition. */
  readonly remove: (name: string, expected?: number) => Promise<boolean>;
  readonly all: () => Promise<readonly (Kept<T> & { readonly name: string })[]>;
}

/** Where records are kept. */
export interface RecordPlace {
  readonly values: KeyValues;
  /** Whether no other process writes there: only then may memory answer in its place. */
  readonly isAlone: boolean;
}

/** Records as memory has them, until one is written. What a change overtakes while it is read is not remembered. */
interface Memory<T> {
  readonly read: (name: string, load: () => Promise<Kept<T> | undefined>) => Promise<Kept<T> | undefined>;
  readonly write: <R>(name: string, work: () => Promise<R>) => Promise<R>;
}

const MOST_MISSING = 1000;

const createMemory = <T>(): Memory<T> => {
  const known = new Map<string, Kept<T>>();
  const missing = new Set<string>();
  let changes = 0;
  const forget = (name: string): void => {
    changes += 1;
    known.delete(name);
    missing.delete(name);
  };
  const remember = (name: string, found: Kept<T> | undefined): void => {
    if (found) return void known.set(name, found);
    // Strangers can think of any number of names that are not there.
    if (missing.size >= MOST_MISSING) missing.clear();
    missing.add(name);
  };
  return {
    read: async (name, load) => {
      const kept = known.get(name);
      if (kept || missing.has(name)) return kept;
      const before = changes;
      const found = await load();
      if (before === changes) remember(name, found);
      return found;
    },
    write: async (name, work) => {
      forget(name);
      try {
        return await work();
      } finally {
        forget(name);
      }
    },
  };
};

const noMemory = <T>(): Memory<T> => ({ read: (_, load) => load(), write: (_, work) => work() });

/** Records under keys that begin with a prefix, as `people/`. */
export const createRecords = <T extends object>(
  { values, isAlone }: RecordPlace,
  prefix: string,
): Records<T> => {
  const memory = isAlone ? createMemory<T>() : noMemory<T>();
  const load = async (name: string): Promise<Kept<T> | undefined> => {
    const found = await values.get(prefix + name);
    return found && { value: found.value as T, version: found.version };
  };
  const get = (name: string): Promise<Kept<T> | undefined> => memory.read(name, () => load(name));
  return {
    get,
    put: (name, value, expected) =>
      memory.write(name, async () => {
        const { kind } = await values.set(prefix + name, value as Json, { expected });
        return kind === 'written';
      }),
    remove: (name, expected) =>
      memory.write(name, async () => {
        const { kind } = await values.remove(prefix + name, expected === undefined ? {} : { expected });
        return kind === 'written';
      }),
    all: async () => {
      const names = (await values.keys(prefix)).map((key) => key.slice(prefix.length));
      const found = await Promise.all(names.map(async (name) => ({ name, kept: await get(name) })));
      return found.flatMap(({ name, kept }) => (kept ? [{ name, ...kept }] : []));
    },
  };
};

/**
 * Changes a record as it is now, again where somebody else changed it in between.
 *
 * @param change what it becomes; throws where it must not be changed
 */
export const changed = async <T>(
  records: Records<T>,
  name: string,
  change: (before: T | undefined) => T,
): Promise<T> => {
  for (;;) {
    const before = await records.get(name);
    const after = change(before?.value);
    if (await records.put(name, after, before?.version ?? 0)) return after;
  }
};
