import type { RunFilter, RunIndexEntry, StateStore } from '../../../kit/index.js';

/** Milliseconds for which a list holds where another service writes to the database too. */
const FRESH = 500;
const MOST = 200;

/** The lists of runs that are asked for over and over, until a run of this service changes. */
export interface KeptLists {
  readonly list: (filter: RunFilter) => Promise<readonly RunIndexEntry[]>;
  readonly changed: () => void;
}

export const keptLists = ({ runs }: StateStore): KeptLists => {
  const kept = new Map<
    string,
    { readonly at: number; readonly entries: Promise<readonly RunIndexEntry[]> }
  >();
  return {
    list: (filter) => {
      const key = JSON.stringify(filter);
      const found = kept.get(key);
      if (found && performance.now() - found.at <= FRESH) return found.entries;
      if (kept.size >= MOST) kept.clear();
      const entries = runs.list(filter);
      kept.set(key, { at: performance.now(), entries });
      // What failed is asked for again.
      entries.catch(() => kept.delete(key));
      return entries;
    },
    changed: () => kept.clear(),
  };
};
