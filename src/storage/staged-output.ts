import { dirname } from 'node:path';
import { inParallel } from '../base/in-parallel.js';
import type { CountRows, StagedOutput } from '../kit/storage.js';
import { checksum } from './checksum.js';
import { type Disk, syncPath } from './disk.js';
import { guarded } from './disk-errors.js';
import { versionPath } from './layout.js';
import type { NewFiles } from './manifest.js';
import { type StagedFile, stagedFilesOf, stagedPath, unverified } from './staged-files.js';
import type { Target } from './target.js';

/** A staged output that was found to be what the engine says it wrote. */
export interface VerifiedOutput extends NewFiles {
  readonly target: Target;
}

/** Files that are flushed and read at a time: a disk works best with a few. */
const AT_ONCE = 4;

const countedRows = async (
  target: Target,
  files: readonly StagedFile[],
  rows: number,
  countRows: CountRows,
): Promise<readonly number[]> => {
  const { node } = target.request;
  const paths = files.map(({ path }) => path);
  const found = paths.length === 0 ? [] : await countRows(node, paths);
  const sum = found.reduce((total, each) => total + each, 0);
  if (sum === rows && found.length === files.length) return found;
  const where = paths.length === 1 ? paths[0] : `${paths.length} files`;
  throw unverified(target, `has ${sum} rows, but ${rows} were written: ${where}`);
};

const syncAll = async (disk: Disk, target: Target, runId: string, files: readonly StagedFile[]) => {
  const { node } = target.request;
  const step = { name: `fsync staged ${node}`, path: stagedPath(target, runId), node };
  await disk.step(step, async () => {
    await inParallel(files, AT_ONCE, ({ path }) => syncPath(path, 'r+'));
  });
};

/**
 * Verifies what is staged for one target and makes it durable.
 *
 * @throws MR3011 where a file is missing, no regular file, or has another number of rows.
 */
export const verifiedOutput = async (
  disk: Disk,
  runId: string,
  target: Target,
  { rows, schema }: StagedOutput,
  countRows: CountRows,
): Promise<VerifiedOutput> => {
  const { node, mode, partitionBy = [] } = target.request;
  const path = stagedPath(target, runId);
  const { files, counts } = await guarded({ doing: 'verify the output', path, node }, async () => {
    const found = await stagedFilesOf(target, runId);
    return { files: found, counts: await countedRows(target, found, rows, countRows) };
  });
  await syncAll(disk, target, runId, files);
  const sums = await guarded({ doing: 'read the output back', path, node }, () =>
    inParallel(files, AT_ONCE, async (file, index) => ({
      path: versionPath(runId, file.staged),
      name: file.name,
      rows: counts[index] ?? 0,
      ...(await checksum(file.path)),
    })),
  );
  return { target, dataset: target.name, mode, schema, partitionBy, files: sums };
};

/** Every folder between a file and the root of the stage, the root too. */
export const foldersAbove = (path: string, root: string): readonly string[] =>
  path.length <= root.length ? [] : [...foldersAbove(dirname(path), root), dirname(path)];

/** Makes the names of the staged files durable as well. */
export const syncStagedNames = async (
  disk: Disk,
  runId: string,
  targets: readonly Target[],
): Promise<void> => {
  const folders = new Set<string>();
  for (const target of targets) {
    const root = dirname(stagedPath(target, runId));
    for (const { path } of await stagedFilesOf(target, runId)) {
      for (const folder of foldersAbove(path, root)) folders.add(folder);
    }
  }
  for (const path of folders) await disk.syncFolder({ name: 'staged files', path });
};
