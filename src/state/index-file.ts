import { open, readFile } from 'node:fs/promises';
import type { RunIndexEntry } from '../kit/record.js';
import { folderFault, isMissing } from './faults.js';
import { parseLine } from './index-entry.js';

/**
 * Adds one line to the index, whole: the system appends one write call after the other.
 *
 * The line brings a line break before it too, so that what a killed writer left half written spoils no other line.
 */
export const appendToIndex = async (file: string, entry: RunIndexEntry): Promise<void> => {
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

const readText = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return '';
    throw folderFault(file, 'read', error);
  }
};

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
  }
  return [...entries.values()].sort(newestFirst);
};
