import { rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { failure } from '../base/errors/index.js';
import { isThere } from './data-file.js';
import type { Disk } from './disk.js';
import { guarded, unless } from './disk-errors.js';
import type { Journal, JournalOutput } from './journal.js';
import {
  manifestFile,
  nextManifest,
  ownFolder,
  stagedFiles,
  stageFolder,
  versionPath,
  versionsFolder,
} from './layout.js';
import { switchFolder } from './switch-folder.js';

const sameFile = async (a: string, b: string): Promise<boolean> => {
  const [one, two] = await Promise.all(
    [a, b].map((path) => unless(['ENOENT'], stat(path, { bigint: true }))),
  );
  return one !== undefined && two !== undefined && one.ino === two.ino && one.dev === two.dev;
};

const versionOf = (store: string, runId: string, { file }: JournalOutput): string =>
  join(store, versionPath(runId, file));

/** What moves from the stage by one rename: a file, or the folder of an output with several. */
const pieces = (outputs: readonly JournalOutput[]): ReadonlyMap<string, string> =>
  new Map(outputs.map(({ file, node }) => [file.split('/')[0] ?? file, node]));

const moveToVersion = async (
  disk: Disk,
  store: string,
  runId: string,
  piece: string,
  node: string,
): Promise<void> => {
  const staged = join(stagedFiles(store, runId), piece);
  const version = join(store, versionPath(runId, piece));
  if (await isThere(staged)) return disk.rename(staged, { name: `version ${node}`, path: version, node });
  if (await isThere(version)) return;
  throw failure('MR3016', `the unfinished publish of run ${runId} cannot be completed: ${version} is gone`, {
    node,
    mend: `Look at the targets of that run, then remove ${stageFolder(store, runId)}.`,
  });
};

/**
 * Puts the version under its plain path: a second name for the same file, so that it takes no room. The temporary
 * name stands beside the target, as a rename is atomic on one file system only; it is hidden, and recovery meets
 * the same name again.
 */
const switchTarget = async (
  disk: Disk,
  store: string,
  runId: string,
  output: JournalOutput,
): Promise<void> => {
  const { node } = output;
  const version = versionOf(store, runId, output);
  const target = join(store, output.target);
  const temporary = {
    name: `target ${node}`,
    path: join(dirname(target), `.millrace-${runId}-${node}.tmp`),
    node,
  };
  await disk.makeFolder({ name: `target ${node}`, path: dirname(target), node });
  await guarded({ doing: 'clear a temporary name', path: temporary.path, node }, () =>
    rm(temporary.path, { force: true }),
  );
  if (await sameFile(version, target)) return;
  await disk.link(version, temporary);
  await disk.rename(temporary.path, { name: `target ${node}`, path: target, node });
};

/** Removes a folder and those above it as long as they are empty; `data` itself stays. */
const removeEmpty = async (store: string, path: string): Promise<void> => {
  if (path === versionsFolder(store)) return;
  const removed = await guarded({ doing: 'remove an empty folder', path }, () =>
    unless(
      ['ENOENT', 'ENOTEMPTY', 'EEXIST'],
      rmdir(path).then(() => true),
    ),
  );
  if (removed) await removeEmpty(store, dirname(path));
};

const removeVersion = async (disk: Disk, store: string, path: string): Promise<void> => {
  await disk.remove({ name: 'superseded version', path });
  await removeEmpty(store, dirname(path));
};

/** Outputs by the number of the folder that they switch with; undefined for those that switch by themselves. */
const byFolder = (outputs: readonly JournalOutput[]) => {
  const groups = new Map<number | undefined, JournalOutput[]>();
  for (const output of outputs) {
    const group = groups.get(output.folder);
    if (group) group.push(output);
    else groups.set(output.folder, [output]);
  }
  return groups;
};

const switchTargets = async (disk: Disk, store: string, journal: Journal): Promise<void> => {
  const { runId, outputs, folders } = journal;
  const groups = byFolder(outputs);
  const switchFile = (output: JournalOutput) => switchTarget(disk, store, runId, output);
  const alone = groups.get(undefined) ?? [];
  for (const output of alone) await switchFile(output);
  for (const number of folders.keys()) {
    await switchFolder(disk, store, journal, number, groups.get(number) ?? [], switchFile);
  }
  const above = new Set([...alone, ...folders].map(({ target }) => dirname(join(store, target))));
  for (const path of above) await disk.syncFolder({ name: 'targets', path });
};

const switchAll = async (disk: Disk, store: string, journal: Journal): Promise<void> => {
  const { runId, outputs } = journal;
  const versions = { name: `versions ${basename(store)}`, path: join(store, versionPath(runId, '.')) };
  if (outputs.length > 0) {
    await disk.makeFolder(versions);
    for (const [piece, node] of pieces(outputs)) await moveToVersion(disk, store, runId, piece, node);
    await disk.syncFolder(versions);
  }
  await switchTargets(disk, store, journal);
};

/**
 * Does what a decided journal says, in a store that is locked. Each step may be done twice, so the run itself and
 * every recovery after it come here: staged files become versions, the targets switch, the manifest switches last,
 * and only then the versions go that nobody needs any more.
 *
 * The manifest switches by the rename of the next one out of the stage. Where that is gone, all of this has been
 * done, and must not be done again: others may have published since.
 */
export const carryOut = async (disk: Disk, store: string, journal: Journal): Promise<void> => {
  const next = nextManifest(store, journal.runId);
  const name = `manifest ${basename(store)}`;
  if (await isThere(next)) {
    await switchAll(disk, store, journal);
    await disk.rename(next, { name, path: manifestFile(store) });
  }
  await disk.syncFolder({ name, path: ownFolder(store) });
  for (const path of journal.superseded) await removeVersion(disk, store, join(store, path));
};
