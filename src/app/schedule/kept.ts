import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '../../base/errors/index.js';
import type { Arrivals, Marks } from '../../schedules/index.js';
import { writeAtomically } from '../../state/index.js';
import type { Firing } from './firing.js';

/** What is kept of one schedule. Times are ISO 8601 UTC. */
export interface KeptSchedule {
  /** When it was first seen. */
  readonly begun: string;
  /** Up to when its times are dealt with. */
  readonly until: string;
  readonly marks: Marks;
  readonly arrivals: Arrivals;
}

/** What a scheduler keeps, so that another one goes on where it ended, however it ended. */
export interface Kept {
  readonly version: 1;
  readonly schedules: Readonly<Record<string, KeptSchedule>>;
  /** Runs that wait or run. */
  readonly firings: readonly Firing[];
}

const nothing: Kept = { version: 1, schedules: {}, firings: [] };

const isKept = (value: unknown): value is Kept => {
  if (typeof value !== 'object' || value === null) return false;
  const { version, schedules, firings } = value as Partial<Kept>;
  return version === 1 && typeof schedules === 'object' && Array.isArray(firings);
};

const stateFile = (folder: string): string => join(folder, 'state.json');

/** What was kept in a folder; nothing where there is none. Throws MR7310 where it cannot be read. */
export const readKept = async (folder: string): Promise<Kept> => {
  const path = stateFile(folder);
  const text = await readFile(path, 'utf8').catch((thrown: unknown) => {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
    throw failure('MR7310', `"${path}" cannot be read`, {}, thrown);
  });
  if (text === undefined) return nothing;
  try {
    const value: unknown = JSON.parse(text);
    if (isKept(value)) return value;
  } catch {
    // Said below.
  }
  throw failure('MR7310', `"${path}" is not what a scheduler writes`);
};

/** Keeps it, whole or not at all. */
export const writeKept = async (folder: string, kept: Kept): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await writeAtomically(stateFile(folder), `${JSON.stringify(kept, null, 1)}\n`);
};
