import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Verifier } from '../../audit/index.js';
import { failure } from '../../base/errors/index.js';
import { systemCode } from '../../base/system-code.js';
import type { Wiring } from '../wiring.js';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read',
};

/** The text of a file that a person names. Throws MR8805. */
export const givenText = (wiring: Wiring, file: string): Promise<string> =>
  readFile(resolve(wiring.cwd, file), 'utf8').catch((thrown: unknown) => {
    const code = systemCode(thrown) ?? '';
    const why = Object.hasOwn(reasons, code) ? reasons[code] : code;
    throw failure('MR8805', `"${file}" cannot be read: ${why}`, {}, thrown);
  });

/** A verifier key that a person gives: itself, or the file that it is in. Throws MR8805. */
export const givenVerifier = async (wiring: Wiring, given: string): Promise<Verifier> => {
  const { verifierFrom } = await import('../../audit/index.js');
  const isKey = /^\S+\+[0-9a-f]{8}\+[\w+/=]+$/.test(given.trim());
  const found = verifierFrom(given) ?? (isKey ? undefined : verifierFrom(await givenText(wiring, given)));
  if (found) return found;
  if (isKey)
    throw failure('MR8805', `"${given}" is not a whole verifier key: its id does not fit its name and key`);
  throw failure('MR8805', `"${given}" holds no verifier key (NAME+ID+KEY)`);
};
