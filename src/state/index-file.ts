import { open, readFile } from 'node:fs/promises';
import type { RunIndexEntry } from '../kit/record.js';
import { folderFault, isMissing } from './faults.js';
import { parseLine } from './index-entry.js';

/**
 * Adds one line to the index, whole: the system appends one write call after the other.
 *
 * The line brings a line break before it too, so that what a killed writer left half written spoils no other line.
 */
const append = async (file: string, entry: object): Promise<void> => {
  const bytes = Buffer.from(`\n${JSON.stringify(entry)}\n`);
  const handle = await open(file, 'a');
  try {
    const { bytesWritten } = await handle.write(bytes);
    // Only a disk that fills up cuts a write short; the second call meets the error itself.
    if (bytesWritten < bytes.length) await handle.write(bytes);
    await handle.datasync();
  } finally {
    await handle.close();
  }
};

/** Adds the start or the end of a run. */
export const appendToIndex = (file: string, entry: RunIndexEntry): Promise<void> => append(file, entry);

const readText = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return '';
    throw folderFault(file, 'read', error);
  }
};

const REMOVED = /^\{"runId":"([^"]+)","removed":true\}$/;
const RUN_ID = /^\{"runId":"([^"\\]+)"/;

const newestFirst = (a: RunIndexEntry, b: RunIndexEntry): number => {
  if (a.startedAt !== b.startedAt) return a.startedAt < b.startedAt ? 1 : -1;
  return a.runId < b.runId ? 1 : -1;
};

/**
 * What the last whole line of each run says; undefined where it says that the run is gone. From the last line to the
 * first, as a run has more lines than one, and all but its last need not be parsed.
 */
const lastOfEach = (lines: readonly string[]): ReadonlyMap<string, RunIndexEntry | undefined> => {
  const found = new Map<string, RunIndexEntry | undefined>();
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const line = lines[index] ?? '';
    if (line === '') continue;
    const known = RUN_ID.exec(line)?.[1];
    if (known !== undefined && found.has(known)) continue;
    const entry = parseLine(line);
    const id = entry?.runId ?? REMOVED.exec(line)?.[1];
    if (id !== undefined && !found.has(id)) found.set(id, entry);
  }
  return found;
};

/** The runs of an index, newest first: the last line of each counts, and torn lines count for nothing. */
export const readIndex = async (file: string): Promise<readonly RunIndexEntry[]> =>
  [...lastOfEach((await readText(file)).split('\n')).values()]
    .filter((entry) => entry !== undefined)
    .sort(newestFirst);

/** Says in the index that runs are gone: a line each, as for all that happens to a run. */
export const forgetRuns = async (file: string, runIds: readonly string[]): Promise<void> => {
  for (const runId of runIds) await append(file, { runId, removed: true });
};
