import { cp, link, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { sha256 } from '../../../base/hash.js';
import type { ContractRecord } from '../../../kit/index.js';
import { writeAtomically } from '../../../state/index.js';
import type { StageOutcome } from '../run-stages.js';
import type { StageParts } from './parts.js';

/** Where a run keeps the results of its stages, inside of its folder. */
export const CHECKPOINT_FOLDER = 'checkpoints';

const part = z.record(z.string(), z.string());
const parts = z.object({
  versions: part,
  nodes: part,
  files: part,
  parameters: part,
  reads: part,
  plan: z.string(),
});

const saved = z.object({
  version: z.literal(1),
  key: z.string(),
  parts,
  /** The run that did the work. */
  runId: z.string(),
  /** Bytes of what is kept beside it: a file, or a folder of several; absent where rows were only measured. */
  bytes: z.number().optional(),
  outcome: z.custom<StageOutcome>((value) => typeof value === 'object' && value !== null),
  contracts: z.custom<readonly ContractRecord[]>((value) => Array.isArray(value)),
});

/** A finished stage: what it depended on, and what came of it. */
export interface SavedStage extends Omit<z.infer<typeof saved>, 'parts'> {
  readonly parts: StageParts;
}

/** Names of nodes hold dots, and no file system is to make one of two. */
const nameOf = (end: string): string =>
  `${end.replaceAll(/[^\w.-]/g, '_').slice(0, 80)}-${sha256(end).slice(0, 8)}`;

export const savedFile = (folder: string, end: string): string => join(folder, `${nameOf(end)}.json`);

/** The rows that a stage kept, or the file or folder that it staged. */
export const rowsAt = (folder: string, end: string): string => join(folder, `${nameOf(end)}.rows`);

/** Bytes of a file or of all files in a folder; undefined where there is neither. */
export const bytesAt = async (path: string): Promise<number | undefined> => {
  const about = await stat(path).catch(() => undefined);
  if (!about?.isDirectory()) return about?.size;
  const sizes = await Promise.all((await readdir(path)).map((name) => bytesAt(join(path, name))));
  return sizes.reduce<number>((sum, each) => sum + (each ?? 0), 0);
};

/** A stage that was finished; undefined where it was not, or its rows are no longer whole. */
export const readSaved = async (folder: string, end: string): Promise<SavedStage | undefined> => {
  try {
    const { data } = saved.safeParse(JSON.parse(await readFile(savedFile(folder, end), 'utf8')));
    return data && (data.bytes === undefined || (await bytesAt(rowsAt(folder, end))) === data.bytes)
      ? data
      : undefined;
  } catch {
    return undefined;
  }
};

/** Written last: a stage is finished if and only if this is there. */
export const writeSaved = (folder: string, end: string, value: SavedStage): Promise<void> =>
  writeAtomically(savedFile(folder, end), JSON.stringify(value));

/** What is kept is never changed, so that runs may share it. */
export const shareRows = async (from: string, to: string): Promise<void> => {
  const about = await stat(from);
  if (about.isFile()) return link(from, to).catch(() => cp(from, to));
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) await shareRows(join(from, name), join(to, name));
};

const beginning = z.object({ runTime: z.string() });

/** What a later run takes over from one that was killed before it had a record. */
export const writeBeginning = (folder: string, value: z.infer<typeof beginning>): Promise<void> =>
  writeAtomically(join(folder, 'run.json'), JSON.stringify(value));

export const readBeginning = async (folder: string): Promise<z.infer<typeof beginning> | undefined> =>
  readFile(join(folder, 'run.json'), 'utf8')
    .then((text) => beginning.safeParse(JSON.parse(text)).data)
    .catch(() => undefined);
