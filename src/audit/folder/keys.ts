import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { writeAtomically } from '../../base/atomic-file.js';
import { failure } from '../../base/errors/index.js';
import { systemCode } from '../../base/system-code.js';
import { isKeyName, type Signer, signerFrom, signerText, type Verifier, verifierFrom } from '../note/key.js';
import { FILE_MODE, listSegments, signerFile, verifierFile } from './places.js';

const SEED = 32;

const unusable = (path: string, why: string, cause?: unknown) =>
  failure('MR8806', `the key "${path}" of the audit trail ${why}`, {}, cause);

const textAt = (path: string): Promise<string | undefined> =>
  readFile(path, 'utf8').catch((thrown: unknown) => {
    if (systemCode(thrown) === 'ENOENT') return undefined;
    throw unusable(path, `cannot be read: ${systemCode(thrown) ?? String(thrown)}`, thrown);
  });

/** The name of a trail as its key has it: no spaces, and no plus. */
export const keyNameOf = (origin: string): string => {
  const name = origin.replaceAll(/[\s+\p{Z}\p{Cc}]+/gu, '-');
  return isKeyName(name) ? name : 'millrace';
};

/** A new key, unless there are records: a trail keeps its key, for another one would be another trail. */
const newSigner = async (folder: string, path: string, origin: string): Promise<Signer> => {
  if ((await listSegments(folder)).length > 0) throw unusable(path, 'is missing, and there are records');
  const text = signerText(keyNameOf(origin), randomBytes(SEED));
  await writeAtomically(path, `${text}\n`, FILE_MODE);
  const signer = signerFrom(text);
  if (!signer) throw unusable(path, 'is none');
  return signer;
};

/**
 * The key that a trail is signed with, made where there is none yet. Its verifier key stands beside the records.
 *
 * @throws MR8806 where it cannot be read, is none, or is missing in a trail that has records
 */
export const signerAt = async (folder: string, origin: string, keyFile?: string): Promise<Signer> => {
  const path = keyFile ?? signerFile(folder);
  const text = await textAt(path);
  const signer = text === undefined ? await newSigner(folder, path, origin) : signerFrom(text);
  if (!signer) throw unusable(path, 'is no signing key (`PRIVATE+KEY+NAME+ID+KEY`)');
  const verifier = await textAt(verifierFile(folder));
  if (verifier === undefined)
    await writeAtomically(verifierFile(folder), `${signer.verifier.text}\n`, FILE_MODE);
  else if (verifier.trim() !== signer.verifier.text)
    throw unusable(path, `is not the one that the trail has in "${verifierFile(folder)}"`);
  return signer;
};

/** The verifier key beside the records; undefined where there is none, or what is there is none. */
export const verifierAt = async (folder: string): Promise<Verifier | undefined> => {
  const text = await textAt(verifierFile(folder));
  return text === undefined ? undefined : verifierFrom(text);
};
