import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { sha256 } from '../../base/hash.js';
import { isThere } from '../data-file.js';
import { type Manifest, type PublishedFile, readManifest } from '../index.js';

const filesOf = ({ datasets }: Manifest): readonly PublishedFile[] =>
  Object.values(datasets).flatMap(({ files }) => files);

/** The runs that published the datasets of a store, after every file in the manifest was found and compared. */
export const soundRuns = async (store: string): Promise<readonly string[]> => {
  const manifest = await readManifest(store);
  for (const file of filesOf(manifest)) {
    const text = await readFile(join(store, file.path), 'utf8');
    expect(sha256(text), file.path).toBe(file.sha256);
    expect(text.length, file.path).toBe(file.bytes);
  }
  return [...new Set(Object.values(manifest.datasets).map(({ runId }) => runId))];
};

const everyFile = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  return files.map((entry) => join(entry.parentPath, entry.name)).toSorted();
};

/** Nothing is in a store but plain targets, the manifest, and the versions that it names. */
export const expectNothingLeft = async (store: string): Promise<void> => {
  if (!(await isThere(join(store, '.millrace')))) return;
  const files = filesOf(await readManifest(store));
  const expected = files.flatMap(({ path, name }) => [join(store, path), join(store, name)]);
  const manifest = join(store, '.millrace', 'manifest.json');
  const found = (await everyFile(store)).filter((path) => path !== manifest);
  expect(found).toEqual(expected.toSorted());
  expect(await readdir(join(store, '.millrace', 'stage'))).toEqual([]);
  const versions = join(store, '.millrace', 'data');
  const runs = (await isThere(versions)) ? await readdir(versions) : [];
  expect(new Set(runs)).toEqual(new Set(files.map(({ path }) => path.split('/')[2])));
};

/** The rows of a dataset folder in no order, one file after the other. */
export const rowsIn = async (folder: string): Promise<readonly string[]> => {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.'));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) => text.split('\n').filter((row) => row !== '')).toSorted();
};
