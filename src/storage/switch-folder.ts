import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isThere } from './data-file.js';
import type { Disk } from './disk.js';
import { guarded, unless } from './disk-errors.js';
import type { Journal, JournalFolder, JournalOutput } from './journal.js';
import { newFolder, oldFolder } from './layout.js';
import { everyFileIn } from './strangers.js';

/** System errors that say that a folder cannot be renamed to there: it is not empty, in use, or a mount. */
const cannotRename = ['ENOENT', 'ENOTEMPTY', 'EEXIST', 'EXDEV', 'EBUSY', 'EPERM', 'EACCES', 'ENOTDIR'];

/** Where the parts of a folder's switch are. */
interface Places {
  readonly node: string;
  readonly target: string;
  readonly next: string;
  readonly old: string;
}

const renamed = async (disk: Disk, from: string, to: string, name: string, node: string): Promise<boolean> =>
  disk.step({ name, path: to, node }, async () => {
    const done = await unless(
      cannotRename,
      rename(from, to).then(() => true),
    );
    return done ?? false;
  });

/**
 * Puts the new folder in the place of the old one: by one rename where there is none or an empty one, else by two,
 * between which there is none. False where the system does not let folders be renamed here.
 */
const swapped = async (disk: Disk, { node, target, next, old }: Places): Promise<boolean> => {
  const place = `folder of ${node}`;
  if (await renamed(disk, next, target, `rename ${place}`, node)) return true;
  if (!(await renamed(disk, target, old, `set aside old ${place}`, node))) return false;
  return renamed(disk, next, target, `rename ${place}`, node);
};

/** File by file where the folder itself cannot be switched: first the new ones come, then the old ones go. */
const switchedByFile = async (
  disk: Disk,
  store: string,
  { node, next }: Places,
  { removed }: JournalFolder,
  outputs: readonly JournalOutput[],
  switchFile: (output: JournalOutput) => Promise<void>,
): Promise<void> => {
  for (const output of outputs) await switchFile(output);
  for (const name of removed) {
    await disk.remove({ name: `old file of ${node}`, path: join(store, name), node });
  }
  await disk.remove({ name: `new folder of ${node}`, path: next, node });
};

/** What came into the old folder in the very moment that it was set aside is none of ours: it moves back. */
const moveStrangersBack = async (
  { target, old }: Places,
  folder: JournalFolder,
  outputs: readonly JournalOutput[],
): Promise<void> => {
  const within = (name: string): string => name.slice(folder.target.length + 1);
  const ours = new Set([...folder.removed, ...outputs.map((output) => output.target)].map(within));
  for (const name of await everyFileIn(old)) {
    if (ours.has(name) || (await isThere(join(target, name)))) continue;
    await mkdir(dirname(join(target, name)), { recursive: true });
    await rename(join(old, name), join(target, name));
  }
};

/**
 * Switches one folder as its journal says; may be done twice. The new folder stands in the stage until it is in its
 * place: where it is gone from there, the switch is done. The old one goes with the stage.
 */
export const switchFolder = async (
  disk: Disk,
  store: string,
  { runId, folders }: Pick<Journal, 'runId' | 'folders'>,
  number: number,
  outputs: readonly JournalOutput[],
  switchFile: (output: JournalOutput) => Promise<void>,
): Promise<void> => {
  const folder = folders[number];
  if (!folder) throw new Error(`the journal has no folder ${number}`);
  const { node } = folder;
  const target = join(store, folder.target);
  const next = newFolder(store, runId, number);
  const old = oldFolder(store, runId, number);
  const places: Places = { node, target, next, old };
  if (await isThere(next)) {
    await disk.makeFolder({ name: `target ${node}`, path: dirname(target), node });
    await guarded({ doing: 'make a folder', path: dirname(old), node }, () =>
      mkdir(dirname(old), { recursive: true }),
    );
    if (!(await swapped(disk, places))) {
      await switchedByFile(disk, store, places, folder, outputs, switchFile);
    }
  }
  const strangers = { name: `files of others in ${node}`, path: old, node };
  await disk.step({ ...strangers, name: `move back ${strangers.name}` }, () =>
    moveStrangersBack(places, folder, outputs),
  );
};
