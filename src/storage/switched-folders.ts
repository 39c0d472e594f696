import { posix } from 'node:path';
import { filesIn, type Manifest, type PublishedFile } from './manifest.js';
import type { VerifiedOutput } from './staged-output.js';

/** A folder of a store that is switched with all its files. */
export interface SwitchedFolder {
  readonly output: VerifiedOutput;
  /** Plain path in the store, without `/` at its end. */
  readonly target: string;
  readonly files: readonly PublishedFile[];
  /** Plain paths in it that the dataset had, and that go. */
  readonly removed: readonly string[];
}

const byFolder = (files: readonly PublishedFile[]): ReadonlyMap<string, readonly PublishedFile[]> => {
  const groups = new Map<string, PublishedFile[]>();
  for (const file of files) {
    const folder = posix.dirname(file.name);
    const group = groups.get(folder);
    if (group) group.push(file);
    else groups.set(folder, [file]);
  }
  return groups;
};

const namesOf = (files: readonly PublishedFile[] = []): readonly string[] => files.map(({ name }) => name);

const ofPartitions = (output: VerifiedOutput, had: readonly PublishedFile[]): readonly SwitchedFolder[] => {
  const before = byFolder(had);
  return [...byFolder(output.files)].map(([target, files]) => ({
    output,
    target,
    files,
    removed: namesOf(before.get(target)),
  }));
};

/** The folders that an output switches, given what was published before: the whole one, its partitions, or none. */
export const switchedFolders = (output: VerifiedOutput, before: Manifest): readonly SwitchedFolder[] => {
  const { dataset, mode, files } = output;
  if (!dataset.endsWith('/') || mode === 'append') return [];
  const had = filesIn(before, dataset);
  if (mode === 'replace_partitions') return ofPartitions(output, had);
  return [{ output, target: dataset.slice(0, -1), files, removed: namesOf(had) }];
};
