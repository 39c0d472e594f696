import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname, relative, resolve } from 'node:path';
import { glob } from 'tinyglobby';
import { failure, type Problem, problemsOf } from '../../../base/errors/index.js';
import { systemCode } from '../../../base/system-code.js';
import type { Document } from '../../../spec/index.js';
import { type LoadedDocument, loadDocument } from '../../load/load-document.js';

/** A document of the service, as it lies there now. */
export interface KnownDocument {
  /** Absolute. */
  readonly file: string;
  /** From the folder of the service's configuration. */
  readonly shown: string;
  readonly text: string;
  /** SHA-256 of its text, hexadecimal: another for each letter that changes. */
  readonly textHash: string;
  /** ISO 8601 UTC. */
  readonly modified: string;
  /** Where it holds as a document: what runs of it are known by. */
  readonly document?: Document;
  readonly loaded?: LoadedDocument;
  readonly hash?: string;
  readonly problems: readonly Problem[];
}

/** A document that cannot be read must not keep the service from the others. */
const unread = (file: string, shown: string, modified: Date, thrown: unknown): KnownDocument => {
  const why = failure('MR3006', `"${shown}" cannot be read: ${systemCode(thrown) ?? 'no permission'}`);
  return { file, shown, text: '', textHash: '', modified: modified.toISOString(), problems: problemsOf(why) };
};

const read = async (file: string, cwd: string, modified: Date): Promise<KnownDocument | undefined> => {
  const shown = relative(cwd, file);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (thrown) {
    // One that was removed since the look at the folder is not there.
    return systemCode(thrown) === 'ENOENT' ? undefined : unread(file, shown, modified, thrown);
  }
  const known = {
    file,
    shown,
    text,
    textHash: createHash('sha256').update(text).digest('hex'),
    modified: modified.toISOString(),
  };
  try {
    const loaded = await loadDocument(file, cwd);
    const { document, hash, warnings } = loaded.parsed;
    return { ...known, loaded, document, hash, problems: warnings };
  } catch (thrown) {
    return { ...known, problems: problemsOf(thrown) };
  }
};

/** Lists of tests lie beside documents, and are none. */
const TESTS = '**/*.test.{yaml,yml,json}';

/** Milliseconds for which a look at the files holds: many ask at once. */
const FRESH = 100;

/** Reads the documents that patterns name, again only where a file has changed. */
export const documentReader = (patterns: readonly string[], cwd: string) => {
  const kept = new Map<string, { readonly stamp: string; readonly document: KnownDocument }>();
  const one = async (file: string): Promise<readonly KnownDocument[]> => {
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile()) return [];
    const stamp = `${found.mtimeMs} ${found.size} ${found.ino}`;
    const before = kept.get(file);
    if (before?.stamp === stamp) return [before.document];
    const document = await read(file, cwd, found.mtime);
    if (!document) return [];
    kept.set(file, { stamp, document });
    return [document];
  };
  const look = async (): Promise<readonly KnownDocument[]> => {
    const files = await glob([...patterns], {
      cwd,
      absolute: true,
      ignore: [TESTS],
      expandDirectories: false,
    });
    const documents = await Promise.all(
      files
        .map((file) => resolve(file))
        .toSorted()
        .map(one),
    );
    return documents.flat();
  };
  let last: { readonly at: number; readonly documents: ReturnType<typeof look> } | undefined;
  return {
    read: () => {
      const now = performance.now();
      if (last === undefined || now - last.at > FRESH) last = { at: now, documents: look() };
      return last.documents;
    },
    /** What was written just now is to be seen. */
    changed: () => {
      last = undefined;
    },
  };
};

/** Documents that are data: programs are written by who has the machine. */
export const isText = (file: string): boolean => ['.yaml', '.yml', '.json'].includes(extname(file));
