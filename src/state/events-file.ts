import { readFile } from 'node:fs/promises';
import { writeAtomically } from '../base/atomic-file.js';
import type { RunEvent } from '../kit/events.js';
import { folderFault, isMissing } from './faults.js';
import type { RunPlaces } from './places.js';

const readLines = async (file: string): Promise<readonly string[]> => {
  try {
    return (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  } catch (error) {
    if (isMissing(error)) return [];
    throw folderFault(file, 'read', error);
  }
};

/** What a killed run left half written is no event, and cannot be changed as one: it goes. */
const parsed = (line: string): readonly RunEvent[] => {
  try {
    return [JSON.parse(line) as RunEvent];
  } catch {
    return [];
  }
};

/** The events that a run has left. */
export const readEvents = async ({ events: file }: RunPlaces): Promise<readonly RunEvent[]> =>
  (await readLines(file)).flatMap(parsed);

/** Changes the events of a run; a file in which nothing changes is not written. */
export const amendEvents = async (
  { events: file }: RunPlaces,
  change: (event: RunEvent) => RunEvent,
): Promise<void> => {
  const lines = await readLines(file);
  const changed = lines.flatMap(parsed).map((event) => JSON.stringify(change(event)));
  if (changed.length === lines.length && changed.every((line, index) => line === lines[index])) return;
  await writeAtomically(file, changed.map((line) => `${line}\n`).join('')).catch((error: unknown) => {
    throw folderFault(file, 'written', error);
  });
};
