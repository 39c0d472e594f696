import type { StateStore } from '../../kit/state-store.js';

/** Adds one to a number, whoever else does the same; gives the version that it made. */
export const increment = async ({ values }: StateStore, key: string): Promise<number> => {
  for (;;) {
    const found = await values.get(key);
    const written = await values.set(key, Number(found?.value ?? 0) + 1, { expected: found?.version ?? 0 });
    if (written.kind === 'written') return written.version;
  }
};

/** Adds one so many times, one after the other. */
export const increments = async (
  store: StateStore,
  key: string,
  times: number,
): Promise<readonly number[]> => {
  const made: number[] = [];
  for (let done = 0; done < times; done += 1) made.push(await increment(store, key));
  return made;
};
