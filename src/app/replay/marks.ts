import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { writeAtomically } from '../../state/index.js';
import { QUARANTINE_FOLDER } from '../run/contracts.js';

/**
 * Which rows of a node's quarantine a replay has chosen: one file each, beside the rows. It is written before anything
 * is done with them, so that no row goes twice; what became of a replay that was killed, its stores tell.
 */
const mark = z.object({
  runId: z.string(),
  node: z.string(),
  /** Numbers of the rows in their quarantine. */
  rows: z.array(z.int()),
  /** Stores that it writes, under the names of the document. */
  stores: z.array(z.string()),
  state: z.enum(['begun', 'taken', 'given up']),
});

export type Mark = z.infer<typeof mark>;

/** The folder of marks in the folder of the run whose rows are replayed. */
export const marksFolder = (runFolder: string): string => join(runFolder, QUARANTINE_FOLDER, 'replays');

export const readMarks = async (folder: string): Promise<readonly Mark[]> => {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.json')).toSorted();
  return Promise.all(
    files.map(async (name) => mark.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))),
  );
};

export const writeMark = async (folder: string, value: Mark): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await writeAtomically(join(folder, `${value.runId}.json`), JSON.stringify(value));
};

/** The file that a replay's rows are put in while it runs. */
export const chosenFile = (folder: string, runId: string): string => join(folder, `${runId}.parquet`);

export const removeChosen = async (folder: string, runId: string): Promise<void> =>
  rm(chosenFile(folder, runId), { force: true });

/** Removes the rows that killed replays have left; the next replay chooses anew. */
export const removeLeftChoices = async (folder: string): Promise<void> => {
  const names = await readdir(folder).catch(() => []);
  const left = names.filter((name) => name.endsWith('.parquet'));
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true })));
};
