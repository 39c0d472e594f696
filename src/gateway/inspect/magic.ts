import { fileTypeFromBuffer } from 'file-type';
import type { FileType } from '../file-type.js';

/** Bytes by which `file-type` tells formats; TAR has its mark past the first 256. */
export const HEAD = 4_100;

/** What `file-type` calls the binary types here, by the extension that it gives. */
const names: Partial<Readonly<Record<FileType, string>>> = {
  parquet: 'parquet',
  gzip: 'gzip',
  tar: 'tar',
};

const beginsWith = (head: Buffer, hexadecimal: string): boolean =>
  head.subarray(0, hexadecimal.length / 2).toString('hex') === hexadecimal;

const isZip = (head: Buffer): boolean => beginsWith(head, '504b0304') || beginsWith(head, '504b0506');

/** A file has its name at the start; a stream begins with a message, after a mark. */
const isArrow = (head: Buffer): boolean =>
  head.subarray(0, 6).toString('latin1') === 'ARROW1' || beginsWith(head, 'ffffffff');

/** What decodes it says that it is text, of another encoding. */
const isUtf16 = (head: Buffer): boolean => beginsWith(head, 'fffe') || beginsWith(head, 'feff');

const isBinary = (type: FileType): boolean =>
  Object.hasOwn(names, type) || type === 'arrow' || type === 'zip' || type === 'xlsx';

/** Control characters that no text has: with them, what `file-type` finds is no word that text begins with by chance. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000e-\u001f]/;

const found = async (head: Buffer): Promise<string | undefined> => {
  if (isZip(head)) return 'zip';
  if (isArrow(head)) return 'arrow';
  // The library would unpack it, to tell an archive from other files.
  if (beginsWith(head, '1f8b')) return 'gzip';
  try {
    return (await fileTypeFromBuffer(head))?.ext;
  } catch {
    // It reads on where a format makes it, and the head ends before that.
    return undefined;
  }
};

/**
 * Holds the first bytes against a type.
 *
 * @returns what they are instead, in a word, where they are not of it
 */
export const otherThan = async (type: FileType, head: Buffer): Promise<string | undefined> => {
  const magic = await found(head);
  if (!isBinary(type) && isUtf16(head)) return undefined;
  if (!isBinary(type))
    return CONTROL.test(head.toString('latin1')) && magic !== undefined ? magic : undefined;
  const wanted = type === 'xlsx' ? 'zip' : (names[type] ?? type);
  return magic === wanted ? undefined : (magic ?? 'something that is not known');
};
