import { readFile, rm } from 'node:fs/promises';
import { writeAtomically } from '../../base/atomic-file.js';
import { failure } from '../../base/errors/index.js';
import { systemCode } from '../../base/system-code.js';
import { rootOf } from '../merkle/tree.js';
import { type Checkpoint, checkpointNote, openCheckpoint } from '../note/checkpoint.js';
import type { Signer, Verifier } from '../note/key.js';
import { type CheckpointFile, checkpointFile, FILE_MODE, listCheckpoints } from './places.js';
import { keepStanding, type Standing } from './standing.js';

/** A checkpoint in the folder of a trail, with its text. */
export interface CheckpointNote extends CheckpointFile {
  readonly note: string;
}

/** The checkpoints of a trail, the oldest first; those that a writer replaces by newer ones meanwhile are left out. */
export const readCheckpoints = async (folder: string): Promise<readonly CheckpointNote[]> => {
  const found = await Promise.all(
    (await listCheckpoints(folder)).map(async (file) => {
      const note = await readFile(file.path, 'utf8').catch((thrown: unknown) => {
        if (systemCode(thrown) === 'ENOENT') return undefined;
        throw thrown;
      });
      return note === undefined ? [] : [{ ...file, note }];
    }),
  );
  return found.flat();
};

/** The newest checkpoint of a trail, if there is one. Throws MR8803 where it is not to be believed. */
export const newestCheckpoint = async (
  folder: string,
  verifier: Verifier,
): Promise<Checkpoint | undefined> => {
  const file = (await readCheckpoints(folder)).at(-1);
  if (!file) return undefined;
  const opened = openCheckpoint(file.note, verifier);
  if (!('fault' in opened)) return opened;
  throw failure('MR8803', `the newest checkpoint does not hold: ${opened.fault}`, { dataFile: file.path });
};

/** Of so many records, the last checkpoint is kept: others add nothing, and commands write one each. */
const isKept = (older: number, newer: number, every: number): boolean =>
  Math.floor(older / every) !== Math.floor(newer / every);

/** Writes a checkpoint of where a trail stands, and gives its text. */
export const writeCheckpoint = async (
  folder: string,
  standing: Standing,
  signer: Signer,
  every: number,
): Promise<string> => {
  const { size } = standing.tree;
  const before = (await listCheckpoints(folder)).at(-1);
  const note = checkpointNote({ size, root: rootOf(standing.tree) }, signer);
  await writeAtomically(checkpointFile(folder, size).path, note, FILE_MODE);
  await keepStanding(folder, standing);
  if (before && before.size < size && !isKept(before.size, size, every))
    await rm(before.path, { force: true });
  return note;
};
