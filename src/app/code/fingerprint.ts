import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { hashOf, sha256 } from '../../base/hash.js';
import type { TransformModule } from '../../kit/index.js';

const IMPORTED = /(?:from|import|require)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g;
const ENDINGS = ['', '.ts', '.js', '.mts', '.mjs', '/index.ts', '/index.js'];

/** The file that a relative import means; TypeScript writes `.js` for what is `.ts`. */
const fileOf = (folder: string, name: string): string | undefined => {
  const path = resolve(folder, name);
  const candidates = [...ENDINGS.map((ending) => path + ending), path.replace(/\.(m?)js$/, '.$1ts')];
  return candidates.find((candidate) => statSync(candidate, { throwIfNoEntry: false })?.isFile() === true);
};

const readAll = async (path: string, seen: Map<string, string>): Promise<void> => {
  if (seen.has(path)) return;
  const text = await readFile(path, 'utf8');
  seen.set(path, sha256(text));
  for (const [, name = ''] of text.matchAll(IMPORTED)) {
    const file = fileOf(dirname(path), name);
    if (file !== undefined) await readAll(file, seen);
  }
};

/** What tells a module from one with other content: a hash of it, of all modules that it imports by relative paths, and of the environment that it sees. */
export const fingerprintOf = async ({ path, environment }: TransformModule): Promise<string> => {
  const seen = new Map<string, string>();
  await readAll(path, seen);
  return hashOf([...seen.values(), sha256(JSON.stringify(environment))]);
};
