import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '../../base/atomic-file.js';

/** Trails tell who did what: they are their owner's alone. */
export const FOLDER_MODE = 0o700;
export const FILE_MODE = 0o600;

const DIGITS = 12;
const SEGMENT = /^\d{12}\.ndjson$/;
const CHECKPOINT = /^\d{12}\.checkpoint$/;

const named = (number: number, extension: string): string =>
  `${String(number).padStart(DIGITS, '0')}.${extension}`;

/** A file of records. */
export interface Segment {
  readonly path: string;
  /** The number of its first record, which is its name. */
  readonly first: number;
}

export const segmentAt = (folder: string, first: number): Segment => ({
  path: join(folder, named(first, 'ndjson')),
  first,
});

/** The files of a trail, in order. */
export const listSegments = async (folder: string): Promise<readonly Segment[]> => {
  const names = (await readdir(folder)).filter((name) => SEGMENT.test(name)).toSorted();
  return names.map((name) => segmentAt(folder, Number.parseInt(name, 10)));
};

/** A checkpoint that stands in the folder of a trail. */
export interface CheckpointFile {
  readonly path: string;
  readonly size: number;
}

const checkpointsFolder = (folder: string): string => join(folder, 'checkpoints');

export const checkpointFile = (folder: string, size: number): CheckpointFile => ({
  path: join(checkpointsFolder(folder), named(size, 'checkpoint')),
  size,
});

/** The checkpoints in the folder of a trail, the oldest first. */
export const listCheckpoints = async (folder: string): Promise<readonly CheckpointFile[]> => {
  const names = await readdir(checkpointsFolder(folder)).catch(() => []);
  const own = names.filter((name) => CHECKPOINT.test(name)).toSorted();
  return own.map((name) => checkpointFile(folder, Number.parseInt(name, 10)));
};

export const lockFile = (folder: string): string => join(folder, 'lock');
export const treeFile = (folder: string): string => join(folder, 'tree.json');
export const signerFile = (folder: string): string => join(folder, 'signing.key');
export const verifierFile = (folder: string): string => join(folder, 'verifier.key');

export const makeFolders = async (folder: string): Promise<void> => {
  const made = await mkdir(checkpointsFolder(folder), { recursive: true, mode: FOLDER_MODE });
  if (made === undefined) return;
  await syncFolder(folder);
  await syncFolder(dirname(folder));
};
