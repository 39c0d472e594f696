import { type FileHandle, open } from 'node:fs/promises';
import { shown } from '../agree.js';
import { type Content, fileBytes, onDisk } from '../content.js';
import type { Context } from '../context.js';
import { refuse } from '../refuse.js';
import { inflating, isDamage } from './inflate.js';
import { inside, inspectMember, type Unpacked } from './member.js';
import { readZip } from './zip-entries.js';
import type { Placed } from './zip-layout.js';

const STORED = 0;

/** Unpacks a file of an archive, inspects it, and holds what came of it against what the archive says. */
const unpack = async (
  archive: string,
  path: string,
  { entry, name, start, end }: Placed,
  inspect: (bytes: AsyncIterable<Buffer>) => Promise<Unpacked>,
): Promise<void> => {
  const where = `"${shown(name)}" in "${archive}"`;
  const packed = fileBytes(path, start, end);
  const inflation =
    entry.compressionMethod === STORED ? undefined : inflating(packed[Symbol.asyncIterator]());
  try {
    const unpacked = await inspect(inflation?.bytes ?? packed);
    if (unpacked.bytes !== entry.uncompressedSize || unpacked.crc32 !== entry.crc32)
      refuse('MR8214', `${where} unpacks to something else than its checksum and size say`);
    if (inflation && inflation.end().used !== end - start)
      refuse('MR8215', `${where} has bytes after the end of what is packed`);
  } catch (thrown) {
    if (isDamage(thrown)) refuse('MR8204', `${where} is damaged`);
    throw thrown;
  }
};

/** Opens an archive, and hands on its files, each with what unpacks it. */
export const withZip = async <T>(
  content: Content,
  context: Context,
  use: (
    files: readonly Placed[],
    unpackOne: (file: Placed, inspect: (bytes: AsyncIterable<Buffer>) => Promise<Unpacked>) => Promise<void>,
    path: string,
  ) => Promise<T>,
): Promise<T> => {
  const path = await onDisk(content, context.folder);
  const file: FileHandle = await open(path, 'r');
  try {
    const placed = await readZip(content.name, file, context);
    const files = placed.filter(({ name }) => !name.endsWith('/'));
    return await use(files, (one, inspect) => unpack(content.name, path, one, inspect), path);
  } finally {
    await file.close();
  }
};

/** Files whose presence says that an archive is something else, to programs that run or show it. */
const PACKAGES: readonly (readonly [RegExp, string])[] = [
  [/^\[Content_Types\]\.xml$/i, 'a document of an office program'],
  [/^META-INF\/MANIFEST\.MF$/i, 'a program of Java'],
  [/^AndroidManifest\.xml$/i, 'a program of Android'],
  [/^mimetype$/, 'a document'],
];

const checkPackage = (archive: string, files: readonly Placed[]): void => {
  for (const { name } of files) {
    const found = PACKAGES.find(([pattern]) => pattern.test(name))?.[1];
    if (found !== undefined)
      refuse('MR8203', `"${archive}" is not a plain archive: by "${name}" in it, it is ${found}`);
  }
};

/** Proves a ZIP archive: whole, in itself one, within limits, and every file in it by the rules of its own type. */
export const checkZip = (content: Content, context: Context): Promise<number> => {
  const within = inside(content.name, context);
  return withZip(content, context, async (files, unpackOne) => {
    checkPackage(content.name, files);
    if (files.length === 0) refuse('MR8208', `"${content.name}" has no file in it`);
    for (const file of files)
      await unpackOne(file, (bytes) => inspectMember(content.name, { name: file.name, bytes }, within));
    return files.length;
  });
};
