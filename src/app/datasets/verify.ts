import { stat } from 'node:fs/promises';
import { failure } from '../../base/errors/index.js';
import { inParallel } from '../../base/in-parallel.js';
import type { Storage, StoredFile } from '../../kit/index.js';

/** Bytes of a file whose checksum is made within some tenths of a second. */
const CHEAP = 256_000_000;
const AT_ONCE = 4;
const REMEMBERED = 10_000;

/** Holds files against what the manifest says of them, before their rows are read and after. */
export interface Verify {
  /** Throws MR8902 for one that is not as published, MR8901 for one that is gone. */
  readonly check: (files: readonly StoredFile[]) => Promise<void>;
}

const changed = ({ version }: StoredFile, what: string) =>
  failure('MR8902', `a published file is not as it was published: ${version} ${what}`);

const aboutFile = async (file: StoredFile) => {
  try {
    return await stat(file.path, { bigint: true });
  } catch {
    throw failure('MR8901', `a published file is gone: ${file.version}`);
  }
};

/** A file is verified once for as long as the disk says that it is the same. */
export const createVerify = (fingerprint: Storage['fingerprint']): Verify => {
  const verified = new Set<string>();
  const checkOne = async (file: StoredFile): Promise<void> => {
    const about = await aboutFile(file);
    if (about.size !== BigInt(file.bytes))
      throw changed(file, `has ${about.size} bytes, and had ${file.bytes}`);
    const stamp = [file.path, file.sha256, about.ino, about.mtimeNs, about.ctimeNs].join(' ');
    if (file.bytes > CHEAP || verified.has(stamp)) return;
    if ((await fingerprint(file)) !== file.sha256) throw changed(file, 'has another checksum');
    if (verified.size >= REMEMBERED) verified.clear();
    verified.add(stamp);
  };
  return { check: async (files) => void (await inParallel(files, AT_ONCE, checkOne)) };
};
