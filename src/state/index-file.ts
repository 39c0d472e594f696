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

/** The run that a line says is gone. */
const removedIn = (line: string): string | undefined => REMOVED.exec(line)?.[1];

const newestFirst = (a: RunIndexEntry, b: RunIndexEntry): number => {
  if (a.startedAt !== b.startedAt) return a.startedAt < b.startedAt ? 1 : -1;
  return a.runId < b.runId ? 1 : -1;
};

/** The runs of an index, newest first: the last line of each counts, and torn lines count for nothing. */
export const readIndex = async (file: string): Promise<readonly RunIndexEntry[]> => {
  const entries = new Map<string, RunIndexEntry>();
  for (const line of (await readText(file)).split('\n')) {
    const entry = line === '' ? undefined : parseLine(line);
    if (entry !== undefined) entries.set(entry.runId, entry);
    const gone = entry === undefined ? removedIn(line) : undefined;
    if (gone !== undefined) entries.delete(gone);
  }
  return [...entries.values()].sort(newestFirst);
};

/** Says in the index that runs are gone: a line each, as for all that happens to a run. */
export const forgetRuns = async (file: string, runIds: readonly string[]): Promise<void> => {
  for (const runId of runIds) await append(file, { runId, removed: true });
};
