import type { FileHandle } from 'node:fs/promises';
import { type Entry, fromFdPromise, getFileNameLowLevel, type ZipFile } from 'yauzl';
import { kindOf } from '../../../conversion/zip/kind.js';
import { shown } from '../agree.js';
import type { Context } from '../context.js';
import { isRefusal, refuse } from '../refuse.js';
import { createNames } from './names.js';
import { readDirectory } from './zip-end.js';
import { type Placed, placeEntries } from './zip-layout.js';

interface Named {
  readonly entry: Entry;
  readonly name: string;
}

const METHODS = new Set([0, 8]);
const STRONG = 0x40;

const isEncrypted = ({ generalPurposeBitFlag }: Entry): boolean =>
  (generalPurposeBitFlag & (1 | STRONG)) !== 0;

const checkEntry = (archive: string, { entry, name }: Named, { budget }: Context): void => {
  const where = `"${shown(name)}" in "${archive}"`;
  if (isEncrypted(entry)) refuse('MR8213', `${where} is encrypted`);
  const kind = kindOf(entry, name);
  if (kind === 'link' || kind === 'other')
    refuse('MR8212', `${where} is ${kind === 'link' ? 'a link' : 'a device or a pipe'}`);
  if (kind === 'folder' && (entry.uncompressedSize > 0 || !name.endsWith('/')))
    refuse('MR8214', `${where} is a folder with bytes in it`);
  if (!METHODS.has(entry.compressionMethod))
    refuse('MR8216', `${where} is packed by method ${entry.compressionMethod}`);
  if (/[^\P{Cc}\t\r\n]/u.test(entry.fileComment.toString()))
    refuse('MR8215', `${where} has a comment that is no text`);
  budget.foresee(archive, entry.uncompressedSize, entry.compressedSize);
};

const isSystem = (thrown: unknown): boolean =>
  thrown instanceof Error && (thrown as NodeJS.ErrnoException).syscall !== undefined;

/** What the library throws for bytes that are no archive. */
const explain = (archive: string, thrown: unknown): never => {
  if (isRefusal(thrown) || isSystem(thrown) || !(thrown instanceof Error)) throw thrown;
  if (/encryption/.test(thrown.message)) return refuse('MR8213', `"${archive}" is encrypted`);
  return refuse('MR8204', `"${archive}" is damaged or was cut short: ${thrown.message}`);
};

const readEntries = async (archive: string, zip: ZipFile, context: Context): Promise<readonly Named[]> => {
  const named: Named[] = [];
  const checkName = createNames(archive);
  for await (const entry of zip.eachEntry()) {
    if (named.length === context.archives.entries)
      refuse('MR8210', `"${archive}" has more than ${context.archives.entries} files in it`);
    const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
    checkName(name);
    checkEntry(archive, { entry, name }, context);
    named.push({ entry, name });
  }
  return named;
};

/**
 * Reads what a ZIP archive says of itself, and holds it against itself, before a byte of it is unpacked.
 *
 * @returns its entries in the order of their bytes, folders among them
 */
export const readZip = async (
  archive: string,
  file: FileHandle,
  context: Context,
): Promise<readonly Placed[]> => {
  const { size } = await file.stat();
  const directory = await readDirectory(archive, file, size);
  try {
    const zip = await fromFdPromise(file.fd, {
      autoClose: false,
      decodeStrings: false,
      validateEntrySizes: true,
    });
    const named = await readEntries(archive, zip, context);
    if (named.length !== directory.entries)
      refuse('MR8214', `"${archive}" says that it has another number of files`);
    const total = named.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0);
    context.budget.foresee(archive, total, size);
    return await placeEntries(archive, named, zip, file, directory);
  } catch (thrown) {
    return explain(archive, thrown);
  }
};
