import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '../../base/errors/index.js';
import { writeAtomically } from '../../state/index.js';

const BYTES = 32;

const read = async (file: string): Promise<Buffer | undefined> => {
  const text = await readFile(file, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return undefined;
    throw failure('MR8716', `"${file}" cannot be read: ${thrown.message}`, {}, thrown);
  });
  if (text === undefined) return undefined;
  try {
    const kept = JSON.parse(text) as { readonly version: number; readonly key: string };
    const key = Buffer.from(kept.key, 'base64url');
    if (kept.version === 1 && key.length === BYTES) return key;
  } catch {
    // Said below.
  }
  throw failure('MR8716', `"${file}" is damaged`);
};

/**
 * A random key of the service, made where there is none, in a file of its folder, and never beside what it is for:
 * `identity.json` for digests of tokens and sessions, `hashes.json` for values that are shown as hashes.
 *
 * @throws MR8716 where it cannot be read
 */
export const serviceKey = async (data: string, name: 'identity.json' | 'hashes.json'): Promise<Buffer> => {
  const file = join(data, name);
  const found = await read(file);
  if (found) return found;
  const key = randomBytes(BYTES);
  await writeAtomically(file, `${JSON.stringify({ version: 1, key: key.toString('base64url') })}\n`, 0o600);
  return key;
};
