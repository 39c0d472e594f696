import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '../base/errors/index.js';
import { guarded, unless } from './disk-errors.js';
import { filesIn, type Manifest } from './manifest.js';
import { checkPartitions } from './partitions.js';
import type { VerifiedOutput } from './staged-output.js';
import { switchedFolders } from './switched-folders.js';
import { checkWritable, type Target } from './target.js';

/** Everything in a folder but folders, by its path from there. Links are not followed. */
export const everyFileIn = async (folder: string, path = ''): Promise<readonly string[]> => {
  const entries = (await unless(['ENOENT'], readdir(join(folder, path), { withFileTypes: true }))) ?? [];
  const found: string[] = [];
  for (const entry of entries) {
    const name = `${path}${entry.name}`;
    if (entry.isDirectory()) found.push(...(await everyFileIn(folder, `${name}/`)));
    else found.push(name);
  }
  return found;
};

const refuseStrangers = async (target: Target, folder: string, known: readonly string[]): Promise<void> => {
  const { node, path } = target.request;
  const at = join(target.store, folder);
  const names = new Set(known);
  const files = await guarded({ doing: 'look for files of others', path: at, node }, () => everyFileIn(at));
  const strangers = files.map((name) => `${folder}/${name}`).filter((name) => !names.has(name));
  const [first] = strangers.toSorted();
  if (first === undefined) return;
  const others = strangers.length > 1 ? [`${strangers.length - 1} more such files are there`] : [];
  throw failure(
    'MR3017',
    `target "${path.text}" of node "${node}" holds a file that it never wrote: ${first}`,
    {
      node,
      dataFile: join(target.store, first),
      notes: [`\`mode: ${target.request.mode}\` would remove it`, ...others],
    },
  );
};

/**
 * Refuses a folder that is to be replaced as a whole and holds what this output never wrote.
 *
 * @throws MR3017, or MR3018 where the folder is partitioned in another way.
 */
export const checkFolder = async (target: Target, before: Manifest): Promise<void> => {
  checkPartitions(target, before);
  const { mode } = target.request;
  if (!target.name.endsWith('/') || (mode !== 'replace' && mode !== 'merge')) return;
  const known = filesIn(before, target.name).map(({ name }) => name);
  await refuseStrangers(target, target.name.slice(0, -1), known);
};

/** The same of every folder that an output switches, which is known of partitions once they are staged. */
export const checkSwitched = async (output: VerifiedOutput, before: Manifest): Promise<void> => {
  checkPartitions(output.target, before);
  if (output.mode === 'error') return;
  const { store, request } = output.target;
  for (const { target, removed } of switchedFolders(output, before)) {
    const place = { doing: `replace folder "${target}"`, path: join(store, target), node: request.node };
    await guarded(place, () => checkWritable(place.path));
    await refuseStrangers(output.target, target, removed);
  }
};
