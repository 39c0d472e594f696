/** A file as it was seen. */
export interface SeenFile {
  readonly name: string;
  readonly bytes: number;
  /** ISO 8601 UTC. */
  readonly modified: string;
}

/** A file that has not fired yet, and since when it has been as it is. */
export interface PendingFile extends SeenFile {
  readonly since: string;
}

/** The files that were told of, and those that are waited for. */
export interface Arrivals {
  readonly fired: readonly SeenFile[];
  readonly pending: readonly PendingFile[];
}

const isSame = (left: SeenFile, right: SeenFile): boolean =>
  left.bytes === right.bytes && left.modified === right.modified;

const byName = <F extends SeenFile>(files: readonly F[]): ReadonlyMap<string, F> =>
  new Map(files.map((file) => [file.name, file]));

/**
 * Looks at the files that there are now. New and changed ones have arrived once all of them have been seen unchanged for
 * `settle` milliseconds: a run reads whatever is there, so one that is still written holds the others back.
 *
 * By what was seen and not by the time of change alone: a copy may keep the time of what it was copied from.
 */
export const look = (
  { fired, pending }: Arrivals,
  files: readonly SeenFile[],
  now: Date,
  settle: number,
): { readonly arrivals: Arrivals; readonly arrived: readonly SeenFile[] } => {
  const [known, waited] = [byName(fired), byName(pending)];
  const fresh = files.filter((file) => {
    const before = known.get(file.name);
    return before === undefined || !isSame(before, file);
  });
  const watched = fresh.map(({ name, bytes, modified }): PendingFile => {
    const before = waited.get(name);
    const file = { name, bytes, modified };
    return { ...file, since: before && isSame(before, file) ? before.since : now.toISOString() };
  });
  const kept = fired.filter(({ name }) => files.some((file) => file.name === name));
  const isQuiet = watched.every(({ since }) => now.getTime() - Date.parse(since) >= settle);
  if (!isQuiet || watched.length === 0) return { arrivals: { fired: kept, pending: watched }, arrived: [] };
  const arrived = watched.map(({ since: _, ...file }) => file);
  const others = kept.filter(({ name }) => !arrived.some((file) => file.name === name));
  return { arrivals: { fired: [...others, ...arrived], pending: [] }, arrived };
};
