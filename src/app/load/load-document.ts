import { readFile, realpath } from 'node:fs/promises';
import { dirname, extname, relative, resolve } from 'node:path';
import { failure } from '../../base/errors/index.js';
import {
  fromValue,
  type ParsedDocument,
  parseDocument,
  type ReadShared,
  scheduleStoreProblems,
  withSharedContracts,
} from '../../spec/index.js';
import { throwErrors } from '../check/throw-errors.js';
import { evaluateModule } from './evaluate.js';
import { inProject, isNamedAsProject, projectAt } from './load-project.js';
import { shownAs } from './shown.js';

const texts = new Set(['.yaml', '.yml', '.json']);
const modules = new Set(['.ts', '.mts', '.js', '.mjs']);

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';

const readText = async (path: string, shown: string): Promise<string> => {
  const bytes = await readFile(path).catch((thrown: unknown) => {
    const code = codeOf(thrown);
    if (code === 'EACCES') throw failure('MR3006', `"${shown}" may not be read`);
    if (code === 'EISDIR') throw failure('MR1001', `"${shown}" is a folder, not a document`);
    throw failure('MR1001', `there is no document "${shown}"`);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw failure('MR1009', `"${shown}" is not UTF-8 text`);
  }
};

/** A document that was read, and where it is. */
export interface LoadedDocument {
  readonly parsed: ParsedDocument;
  /** Absolute path. */
  readonly path: string;
}

const isInside = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..') && resolve(folder, way) === path;
};

/** Reads files that a document names by their paths from it; they stay inside of its folder or the current one. */
const sharedReader =
  (document: string, cwd: string): ReadShared =>
  async (written) => {
    const path = resolve(dirname(document), written);
    if (![dirname(document), cwd].some((folder) => isInside(folder, path))) {
      throw failure('MR1043', `"${written}" leads out of the folder of the document`);
    }
    if (!texts.has(extname(path).toLowerCase())) {
      throw failure('MR1043', `"${written}" is no YAML or JSON file by its name`);
    }
    const real = await realpath(path).catch(() => undefined);
    if (real === undefined) throw failure('MR1043', `there is no contract "${written}"`);
    const shown = shownAs(path, cwd);
    return { text: await readText(real, shown), file: shown };
  };

const parsedAt = async (path: string, shown: string): Promise<ParsedDocument> => {
  const extension = extname(path).toLowerCase();
  if (modules.has(extension)) {
    await readText(path, shown);
    return fromValue(await evaluateModule(path, shown), shown);
  }
  if (texts.has(extension)) return parseDocument(await readText(path, shown), shown);
  throw failure('MR1001', `"${shown}" is not a document by its name`, {
    mend: 'A document ends in .yaml, .yml, .json, .ts or .js.',
  });
};

/** A project file is checked by `validate`; there is nothing in it to run. */
const refuseProject = async (path: string, cwd: string): Promise<void> => {
  if (!isNamedAsProject(path)) return;
  const named = await projectAt(path, cwd);
  if (!named) return;
  const place = named.source.keyPlace(['project']);
  throw failure(
    'MR7504',
    `"${shownAs(path, cwd)}" is the file of the project "${named.project.project}", not a pipeline`,
    place ? { place } : {},
  );
};

/**
 * Reads a document in any of its forms, with the contracts that it takes from files and what its project shares.
 *
 * @throws MR10xx and MR75xx with places
 */
export const loadDocument = async (file: string, cwd: string): Promise<LoadedDocument> => {
  const path = resolve(cwd, file);
  await refuseProject(path, cwd);
  const parsed = await parsedAt(path, shownAs(path, cwd));
  const whole = await withSharedContracts(parsed, sharedReader(path, cwd));
  const governed = await inProject(whole, path, cwd);
  throwErrors(scheduleStoreProblems(governed));
  return { parsed: governed, path };
};
