import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { onTestFinished } from 'vitest';
import { sha256 } from '../../src/base/hash.js';

/** Files by their path in a project. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A folder that a person would keep a pipeline in; it goes when the test has ended. */
export interface Project {
  readonly folder: string;
  readonly path: (...names: readonly string[]) => string;
  readonly write: (files: Files) => Promise<void>;
  readonly read: (name: string) => Promise<string>;
  /** Every file under a folder of the project with the hash of its bytes. */
  readonly bytes: (name: string) => Promise<Readonly<Record<string, string>>>;
}

const writeAll = async (folder: string, files: Files): Promise<void> => {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
};

const filesUnder = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => relative(folder, join(entry.parentPath, entry.name))).toSorted();
};

const bytesUnder = async (folder: string): Promise<Readonly<Record<string, string>>> => {
  const names = await filesUnder(folder);
  const hashes = await Promise.all(
    names.map(async (name) => sha256((await readFile(join(folder, name))).toString('base64'))),
  );
  return Object.fromEntries(names.map((name, index) => [name, hashes[index] ?? '']));
};

export const projectIn = (folder: string): Project => ({
  folder,
  path: (...names) => join(folder, ...names),
  write: (files) => writeAll(folder, files),
  read: (name) => readFile(join(folder, name), 'utf8'),
  bytes: (name) => bytesUnder(join(folder, name)),
});

/** A temporary folder, readable by every user, that is removed when the test has ended. */
export const temporaryFolder = async (): Promise<string> => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'millrace-test-')));
  await chmod(folder, 0o755);
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** A project with these files in it. */
export const project = async (files: Files = {}): Promise<Project> => {
  const made = projectIn(await temporaryFolder());
  await made.write(files);
  return made;
};
