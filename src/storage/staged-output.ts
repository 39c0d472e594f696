import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { failure } from '../base/errors/index.js';
import type { StagedOutput } from '../kit/storage.js';
import { checksum } from './checksum.js';
import type { Disk } from './disk.js';
import { guarded, unless } from './disk-errors.js';
import { stagedFiles, versionPath } from './layout.js';
import type { NewFile } from './manifest.js';
import type { Target } from './target.js';

/** Reads a staged file back and counts its rows. */
export type CountRows = (node: string, path: string) => Promise<number>;

/** A staged file that was found to be what the engine says it wrote. */
export interface VerifiedOutput extends NewFile {
  readonly target: Target;
}

/** Name of the staged file, which the published version keeps. */
export const stagedName = ({ request }: Target): string => `${request.node}${request.extension}`;

export const stagedPath = (target: Target, runId: string): string =>
  join(stagedFiles(target.store, runId), stagedName(target));

/** The plain path of the file in its store; a folder's new file is named by its run and node. */
const plainName = (target: Target, runId: string): string =>
  target.name.endsWith('/') ? `${target.name}part-${runId}-${stagedName(target)}` : target.name;

const unverified = (target: Target, why: string) =>
  failure('MR3011', `the staged output of node "${target.request.node}" ${why}`, {
    node: target.request.node,
  });

const checkRows = async (target: Target, path: string, rows: number, countRows: CountRows): Promise<void> => {
  const about = await unless(['ENOENT'], lstat(path));
  if (!about) throw unverified(target, `is missing: ${path}`);
  if (!about.isFile()) throw unverified(target, `is not a regular file: ${path}`);
  const found = await countRows(target.request.node, path);
  if (found !== rows) throw unverified(target, `has ${found} rows, but ${rows} were written: ${path}`);
};

/**
 * Verifies one staged file and makes it durable.
 *
 * @throws MR3011 where it is missing, no regular file, or has another number of rows.
 */
export const verifiedOutput = async (
  disk: Disk,
  runId: string,
  target: Target,
  { rows, schema }: StagedOutput,
  countRows: CountRows,
): Promise<VerifiedOutput> => {
  const { node, mode } = target.request;
  const path = stagedPath(target, runId);
  await guarded({ doing: 'verify the output', path, node }, () => checkRows(target, path, rows, countRows));
  await disk.syncFile({ name: `staged ${node}`, path, node });
  const sums = await guarded({ doing: 'read the output back', path, node }, () => checksum(path));
  const version = versionPath(runId, basename(path));
  const file = { path: version, name: plainName(target, runId), rows, ...sums };
  return { target, dataset: target.name, mode, schema, file };
};

/** Makes the names of the staged files durable as well. */
export const syncStagedNames = async (
  disk: Disk,
  runId: string,
  targets: readonly Target[],
): Promise<void> => {
  for (const path of new Set(targets.map((target) => dirname(stagedPath(target, runId))))) {
    await disk.syncFolder({ name: 'staged files', path });
  }
};
