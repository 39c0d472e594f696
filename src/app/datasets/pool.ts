import { join } from 'node:path';
import { createAtOnce } from '../../base/at-once.js';
import type { Binding, Outcome, Reader } from '../../kit/index.js';
import { type Kept, keepGranted } from './keep.js';
import { type PageFile, writePageFile } from './page-file.js';
import type { ReadingParts } from './parts.js';
import type { Verify } from './verify.js';
import { type DatasetView, viewId } from './view.js';

/** What somebody may see of a version, open to be asked. */
export interface OpenView {
  readonly id: string;
  readonly kept: Kept;
  readonly reader: Reader;
  /** All rows as JSON, once they are written; undefined before, and where there are too many. */
  readonly pages: () => PageFile | undefined;
  /** Whether they are, once that is known. */
  readonly prepared: Promise<boolean>;
  readonly stopPages: () => Promise<void>;
  /** Conditions that were bound, by their text. */
  readonly bound: Map<string, Promise<Outcome<Binding>>>;
}

interface Entry {
  readonly dataset: string;
  readonly runId: string;
  readonly opened: Promise<OpenView>;
  users: number;
  /** When somebody used it last, by the clock of the process. */
  used: number;
  isOut: boolean;
}

/** Views that are open: a few, those that were used last. */
export interface ViewPool {
  /** Lends a view while `work` goes on; it is opened where it is not. */
  readonly use: <T>(view: DatasetView, work: (open: OpenView) => Promise<T>) => Promise<T>;
  /** How many are open. */
  readonly size: () => number;
  /** How many of them have all of their pages, once those that can have. */
  readonly prepared: () => Promise<number>;
  readonly close: () => Promise<void>;
}

/** The name by which the rows of a view are asked. */
export const ROWS = 'dataset';
const SESSIONS = 3;
/** Rows of which the engine gives a page as fast as a file would. */
const FEW = 1_000;

/** The file of pages is written beside what is asked meanwhile; without it, the engine is asked. */
const startPages = ({ limits, folder }: ReadingParts, reader: Reader, { table }: Kept) => {
  const stop = new AbortController();
  let ready: PageFile | undefined;
  const isWorthIt = table.rows >= FEW && table.rows <= limits.pageRows;
  const written = isWorthIt
    ? writePageFile(reader, ROWS, table, join(folder, 'answers'), stop.signal).catch(() => undefined)
    : Promise.resolve(undefined);
  void written.then((file) => {
    ready = file;
  });
  return {
    pages: () => ready,
    prepared: written.then((file) => file !== undefined),
    stopPages: async () => {
      stop.abort();
      await (await written)?.close();
    },
  };
};

const openView = async (parts: ReadingParts, verify: Verify, view: DatasetView): Promise<OpenView> => {
  const kept = await keepGranted(parts, verify, view);
  try {
    const { memory, threads } = parts.limits;
    const reader = await parts.wiring.createReader({
      tables: { [ROWS]: kept.table },
      limits: { memory, threads },
      spillFolder: join(kept.folder, 'spill'),
      writable: [join(parts.folder, 'answers')],
      sessions: SESSIONS,
    });
    return { id: viewId(view), kept, reader, ...startPages(parts, reader, kept), bound: new Map() };
  } catch (thrown) {
    await kept.remove();
    throw thrown;
  }
};

const closeView = async ({ opened }: Entry): Promise<void> => {
  const view = await opened.catch(() => undefined);
  await view?.stopPages();
  await view?.reader.close();
  await view?.kept.remove();
};

export const createViewPool = (parts: ReadingParts, verify: Verify): ViewPool => {
  const entries = new Map<string, Entry>();
  const closing = new Set<Promise<void>>();
  const opening = createAtOnce(parts.limits.openings);
  const finish = (entry: Entry): void => {
    const done = closeView(entry).finally(() => closing.delete(done));
    closing.add(done);
  };
  const drop = (id: string, entry: Entry): void => {
    if (entries.get(id) === entry) entries.delete(id);
    if (entry.isOut) return;
    entry.isOut = true;
    if (entry.users === 0) finish(entry);
  };
  const dropIdle = (): void => {
    const since = performance.now() - parts.limits.idle;
    for (const [id, entry] of entries) if (entry.users === 0 && entry.used < since) drop(id, entry);
  };
  const timer = setInterval(dropIdle, Math.max(1_000, parts.limits.idle / 4)).unref();
  /** Room for one more: versions that were replaced go first, then what was not used for the longest time. */
  const makeRoom = ({ version }: DatasetView): void => {
    const dataset = `${version.pipeline}/${version.node}`;
    for (const [id, entry] of entries)
      if (entry.dataset === dataset && entry.runId !== version.runId) drop(id, entry);
    const oldest = [...entries].toSorted(([, a], [, b]) => a.used - b.used);
    for (const [id, entry] of oldest.slice(0, Math.max(0, entries.size - parts.limits.open + 1)))
      drop(id, entry);
  };
  const entryFor = (view: DatasetView): Entry => {
    const id = viewId(view);
    const found = entries.get(id);
    if (found) return found;
    makeRoom(view);
    const { pipeline, node, runId } = view.version;
    const entry: Entry = {
      dataset: `${pipeline}/${node}`,
      runId,
      opened: opening(() => openView(parts, verify, view)),
      users: 0,
      used: performance.now(),
      isOut: false,
    };
    entries.set(id, entry);
    // What could not be opened is tried again by who asks next.
    entry.opened.catch(() => drop(id, entry));
    return entry;
  };
  return {
    size: () => entries.size,
    prepared: async () => {
      const all = [...entries.values()].map(async ({ opened }) => (await opened).prepared);
      return (await Promise.all(all)).filter(Boolean).length;
    },
    use: async (view, work) => {
      const entry = entryFor(view);
      entry.users += 1;
      try {
        return await work(await entry.opened);
      } finally {
        entry.users -= 1;
        entry.used = performance.now();
        if (entry.isOut && entry.users === 0) finish(entry);
      }
    },
    close: async () => {
      clearInterval(timer);
      for (const [id, entry] of [...entries]) drop(id, entry);
      await Promise.all(closing);
    },
  };
};
