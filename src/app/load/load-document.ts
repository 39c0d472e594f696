import { readFile } from 'node:fs/promises';
import { extname, relative, resolve } from 'node:path';
import { failure } from '../../base/errors/index.js';
import { fromValue, type ParsedDocument, parseDocument } from '../../spec/index.js';
import { evaluateModule } from './evaluate.js';

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

/** Reads a document in any of its forms. Throws MR10xx with places. */
export const loadDocument = async (file: string, cwd: string): Promise<LoadedDocument> => {
  const path = resolve(cwd, file);
  const shown = relative(cwd, path).startsWith('..') ? path : relative(cwd, path);
  const extension = extname(path).toLowerCase();
  if (modules.has(extension)) {
    await readText(path, shown);
    return { parsed: fromValue(await evaluateModule(path, shown), shown), path };
  }
  if (!texts.has(extension)) {
    throw failure('MR1001', `"${shown}" is not a document by its name`, {
      mend: 'A document ends in .yaml, .yml, .json, .ts or .js.',
    });
  }
  return { parsed: parseDocument(await readText(path, shown), shown), path };
};
