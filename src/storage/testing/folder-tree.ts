import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isThere } from '../data-file.js';
import { everyFileIn } from '../strangers.js';

/** The texts in each sub-folder of a folder, sorted; undefined where the folder is not there. */
export type Tree = Readonly<Record<string, readonly string[]>>;

/** Reads a folder by its sub-folders, whatever its files are called. */
export const treeOf = async (folder: string): Promise<Tree | undefined> => {
  if (!(await isThere(folder))) return undefined;
  const tree: Record<string, string[]> = {};
  for (const name of await everyFileIn(folder)) {
    const text = (await readFile(join(folder, name), 'utf8')).replaceAll('\n', ' ').trim();
    tree[dirname(name)] = [...(tree[dirname(name)] ?? []), text];
  }
  return Object.fromEntries(Object.entries(tree).map(([name, texts]) => [name, texts.toSorted()]));
};
