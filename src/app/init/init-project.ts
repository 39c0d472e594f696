import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { failure } from '../../base/errors/index.js';
import { isThere } from '../../base/is-there.js';
import { suggestContract } from '../suggest/index.js';
import type { Wiring } from '../wiring.js';
import { documentFor, starterData, starterDocument } from './templates.js';

/** What was made. */
export interface NewProject {
  /** Absolute path of the document. */
  readonly document: string;
  readonly files: readonly string[];
  /** What there is to say about the columns of the file that was given. */
  readonly notes: readonly string[];
}

const kinds: Readonly<Record<string, string>> = {
  '.csv': 'read_csv',
  '.tsv': 'read_csv',
  '.txt': 'read_csv',
  '.json': 'read_json',
  '.ndjson': 'read_json',
  '.jsonl': 'read_json',
  '.parquet': 'read_parquet',
};

const write = async (path: string, text: string): Promise<string> => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text, { flag: 'wx' });
  return path;
};

const refuseExisting = async (paths: readonly string[]): Promise<void> => {
  for (const path of paths) {
    if (await isThere(path)) throw failure('MR6005', `"${path}" exists already; nothing was written`);
  }
};

const nameFrom = (file: string): string => {
  const cleaned = basename(file)
    .replace(/\..*$/, '')
    .replaceAll(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^[^A-Za-z_]+/, '')
    .slice(0, 64);
  return cleaned === '' ? 'my-pipeline' : cleaned;
};

const asWritten = (folder: string): string => {
  const path = folder === '' ? '.' : folder;
  return path.startsWith('.') || path.startsWith('/') ? path : `./${path}`;
};

const fromFile = async (wiring: Wiring, folder: string, from: string): Promise<string> => {
  const path = resolve(wiring.cwd, from);
  if (!(await isThere(path))) throw failure('MR3004', `there is no file "${from}"`);
  const plainName = path.replace(/\.(gz|zst)$/i, '');
  const kind = kinds[extname(plainName).toLowerCase()];
  if (kind === undefined) {
    throw failure('MR6004', `"${from}" is not a data file by its name`, {
      mend: `Use a file that ends in one of: ${Object.keys(kinds).join(' ')}; .gz and .zst may follow.`,
    });
  }
  return documentFor({
    name: nameFrom(path),
    kind,
    folder: asWritten(relative(folder, dirname(path))),
    file: basename(path),
  });
};

/** Gives the reading node a contract that the file keeps; no document stays of a file that cannot be read. */
const withContract = async (
  wiring: Wiring,
  document: string,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> => {
  try {
    return (await suggestContract(wiring, document, 'source', {}, signal)).notes;
  } catch (thrown) {
    await rm(document);
    throw thrown;
  }
};

/**
 * Makes a working pipeline in a folder, on data of its own or on the file given. Overwrites nothing. A file that is given gets a
 * contract that its rows keep.
 *
 * @throws MR6005 where a file is there already, MR3004 or MR6004 for the file given, and what `validate` finds wrong with it.
 */
export const initProject = async (
  wiring: Wiring,
  dir: string,
  from?: string,
  signal?: AbortSignal,
): Promise<NewProject> => {
  const folder = resolve(wiring.cwd, dir);
  const document = join(folder, 'pipeline.yaml');
  const data = join(folder, 'data', 'orders.csv');
  await refuseExisting(from === undefined ? [document, data] : [document]);
  try {
    if (from !== undefined) {
      await write(document, await fromFile(wiring, folder, from));
      return { document, files: [document], notes: await withContract(wiring, document, signal) };
    }
    const files = [await write(data, starterData), await write(document, starterDocument)];
    return { document, files, notes: [] };
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown) {
      throw failure('MR3016', `the project cannot be written: ${thrown.message}`, {}, thrown);
    }
    throw thrown;
  }
};
