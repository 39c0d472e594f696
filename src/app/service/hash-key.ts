import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '../../base/errors/index.js';
import { systemCode } from '../../base/system-code.js';
import { writeAtomically } from '../../state/index.js';

const BYTES = 32;

/** The key of hashes that stand for values, made where there is none. Throws MR8003 where what is kept cannot be read. */
export const hashKey = async (data: string): Promise<Uint8Array> => {
  const file = join(data, 'dataset-hash.key');
  const text = await readFile(file, 'utf8').catch((thrown: unknown) => {
    if (systemCode(thrown) === 'ENOENT') return undefined;
    throw failure('MR8003', `"${file}" cannot be read`, {}, thrown);
  });
  if (text === undefined) {
    const made = randomBytes(BYTES);
    await writeAtomically(file, `${made.toString('base64url')}\n`);
    return made;
  }
  const kept = Buffer.from(text.trim(), 'base64url');
  if (kept.length !== BYTES) throw failure('MR8003', `"${file}" is damaged`);
  return kept;
};
