import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { cedarSchema, type PolicyFile, shippedPolicies } from '../../access/index.js';
import { failure } from '../../base/errors/index.js';
import { isThere } from '../../base/is-there.js';
import { systemCode } from '../../base/system-code.js';
import { shownAs } from '../load/shown.js';
import type { Wiring } from '../wiring.js';

/** The shipped policies, and the schema that policies are held against. */
export const shippedFiles: readonly PolicyFile[] = [
  ...shippedPolicies.map(({ file, text }) => ({ file: basename(file), text })),
  { file: 'millrace.cedarschema', text: cedarSchema },
];

const why: Readonly<Record<string, string>> = {
  EEXIST: 'is there already',
  EACCES: 'may not be written',
  ENOTDIR: 'is not in a folder',
};

const unwritten = (shown: string, code = ''): Error =>
  failure('MR8613', `"${shown}" ${why[code] ?? `cannot be written: ${code}`}`);

const refuseOld = async (path: string, shown: string): Promise<void> => {
  if (await isThere(path)) throw unwritten(shown, 'EEXIST');
};

/**
 * Writes the shipped policies and the schema into a folder, to be changed. Gives the names of the files.
 *
 * @throws MR8613 where one of them is there already, with none written, or where they cannot be written
 */
export const writeShipped = async ({ cwd }: Wiring, given: string): Promise<readonly string[]> => {
  const folder = resolve(cwd, given);
  const files = shippedFiles.map(({ file, text }) => ({ path: join(folder, file), text }));
  for (const { path } of files) await refuseOld(path, shownAs(path, cwd));
  for (const { path, text } of files) {
    await mkdir(folder, { recursive: true })
      .then(() => writeFile(path, text, { flag: 'wx' }))
      .catch((thrown: unknown) => {
        throw unwritten(shownAs(path, cwd), systemCode(thrown));
      });
  }
  return files.map(({ path }) => shownAs(path, cwd));
};
