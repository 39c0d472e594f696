import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { failure } from '../base/errors/index.js';
import { isThere } from './data-file.js';
import { guarded, unless } from './disk-errors.js';
import { OWN, stageFolder } from './layout.js';
import { versionIn } from './version-path.js';

/**
 * How a publish is all or nothing, also when the process is killed in it.
 *
 * Everything that a publish will do in a store is first written down in the journal of its stage, next to the
 * manifest as it will be. The journal appears by one rename. Before that, recovery throws the stage away; after it,
 * recovery does again what the journal says, each step of which may be done twice. While a decided journal is
 * open nobody else publishes in the store: whoever takes the store's lock first finishes what dead runs left.
 *
 * Several stores make one decision. The first by folder is the coordinator; the journals of the others are written
 * before its own and name it. They mean nothing until the coordinator's journal is there: its rename decides for
 * all. So that journal is kept, though its own store may be switched, until every other store is done.
 */
const innerPath = z
  .string()
  .refine(
    (path) =>
      path !== '' && !path.startsWith('/') && !path.split('/').some((part) => part === '..' || part === OWN),
  );

const journalOutput = z.object({
  node: z.string(),
  /** Path in the stage's `files`, and of the version. */
  file: innerPath,
  /** The plain path in the store that is to be switched. */
  target: innerPath,
  /** Number of the folder that is switched with all its files; none where the file switches by itself. */
  folder: z.int().nonnegative().optional(),
});

const journalFolder = z.object({
  node: z.string(),
  /** The plain path in the store that is to be switched. */
  target: innerPath,
  /** Plain paths in it that this dataset had, and that go. */
  removed: z.array(innerPath),
});

const journal = z.object({
  /** 2 where folders are switched or an output has several files, which an older Millrace could not carry out. */
  version: z.union([z.literal(1), z.literal(2)]),
  runId: z.string(),
  /** Folder of the store that decides; null where it is this one. */
  coordinator: z.string().nullable(),
  /** Folders of the stores that wait for this one's decision. */
  participants: z.array(z.string()),
  outputs: z.array(journalOutput),
  folders: z.array(journalFolder).default([]),
  /** Versions that nobody needs afterwards, as paths in the store. */
  superseded: z.array(versionIn),
});

export type JournalOutput = z.infer<typeof journalOutput>;
export type JournalFolder = z.infer<typeof journalFolder>;
export type Journal = z.infer<typeof journal>;

export const journalFile = (store: string, runId: string): string =>
  join(stageFolder(store, runId), 'journal.json');

const parsed = (text: string): Journal | undefined => {
  try {
    return journal.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

/**
 * A journal that a run left, or undefined where it came to none.
 *
 * @throws MR3016 where it cannot be understood; then nobody can tell what was decided.
 */
export const readJournal = async (path: string): Promise<Journal | undefined> => {
  const place = { doing: 'read the journal of a run', path };
  const text = await guarded(place, () => unless(['ENOENT'], readFile(path, 'utf8')));
  if (text === undefined) return undefined;
  const value = parsed(text);
  if (value) return value;
  throw failure('MR3016', `the journal of an unfinished run is damaged: ${path}`, {
    mend: 'Look at the targets of that run, then remove the folder of the journal.',
  });
};

/** Whether the store that decides has decided to publish. */
export const isDecided = (coordinator: string, runId: string): Promise<boolean> =>
  isThere(journalFile(coordinator, runId));
