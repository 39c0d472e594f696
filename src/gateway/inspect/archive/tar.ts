import { shown } from '../agree.js';
import type { Content } from '../content.js';
import type { Context } from '../context.js';
import { refuse } from '../refuse.js';
import { inside, inspectMember } from './member.js';
import { createNames } from './names.js';
import { type ByteReader, createReader } from './reader.js';
import { BLOCK, isZero, parseHeader, parsePax, type TarHeader } from './tar-header.js';

/** Bytes of a header that extends another: a long name, or times and owners. */
const LONGEST_EXTENSION = 65_536;

const KINDS = new Map([
  ['1', 'a hard link'],
  ['2', 'a symbolic link'],
  ['3', 'a device'],
  ['4', 'a device'],
  ['6', 'a pipe'],
  ['K', 'a link with a long target'],
  ['S', 'a file with holes'],
]);

const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

/** What a block of content is filled up with belongs to nothing. */
const skipPadding = async (archive: string, reader: ByteReader, size: number): Promise<void> => {
  const filled = await reader.take(padding(size));
  if (filled.length < padding(size)) refuse('MR8204', `"${archive}" was cut short`);
  if (!isZero(filled)) refuse('MR8215', `"${archive}" has bytes between the end of a file and the next one`);
};

const extensionOf = async (archive: string, reader: ByteReader, { size }: TarHeader): Promise<Buffer> => {
  if (size > LONGEST_EXTENSION)
    refuse('MR8206', `"${archive}" has a header of more than ${LONGEST_EXTENSION} bytes`);
  const bytes = await reader.take(size);
  if (bytes.length < size) refuse('MR8204', `"${archive}" was cut short`);
  await skipPadding(archive, reader, size);
  return bytes;
};

/** What extended headers say of the entry that follows them. */
interface Extended {
  readonly name?: string;
  readonly size?: number;
}

const fromPax = (archive: string, bytes: Buffer): Extended => {
  const records = parsePax(archive, bytes);
  for (const key of records.keys())
    if (/^GNU\.sparse|^linkpath$/.test(key))
      refuse('MR8212', `"${archive}" has a link or a file with holes in it`);
  const [name, size] = [records.get('path'), records.get('size')];
  if (size !== undefined && !/^\d{1,15}$/.test(size))
    refuse('MR8204', `"${archive}" has a file of an impossible size`);
  return { ...(name === undefined ? {} : { name }), ...(size === undefined ? {} : { size: Number(size) }) };
};

/** Longest size that a plain header can say; a larger one stands in an extended header. */
const LONGEST_PLAIN = 0o77777777777;

const merged = (archive: string, header: TarHeader, { name, size }: Extended): TarHeader => {
  if (size !== undefined && size !== header.size && size <= LONGEST_PLAIN)
    refuse('MR8214', `"${archive}" says of "${shown(name ?? header.name)}" two sizes`);
  return { ...header, name: name ?? header.name, size: size ?? header.size };
};

/** Headers of the entries, in their order; after the last one nothing but zeros follows. */
const headersIn = async function* (archive: string, reader: ByteReader): AsyncGenerator<TarHeader> {
  let extended: Extended = {};
  for (;;) {
    const block = await reader.take(BLOCK);
    if (block.length === BLOCK && isZero(block)) {
      if (Object.keys(extended).length > 0)
        refuse('MR8204', `"${archive}" ends after a header that extends another`);
      return;
    }
    const header = parseHeader(archive, block);
    if (header.kind === 'x')
      extended = { ...extended, ...fromPax(archive, await extensionOf(archive, reader, header)) };
    else if (header.kind === 'g') {
      const { name, size } = fromPax(archive, await extensionOf(archive, reader, header));
      if (name !== undefined || size !== undefined)
        refuse('MR8214', `"${archive}" has one name or size for all of its files`);
    } else if (header.kind === 'L') {
      const bytes = await extensionOf(archive, reader, header);
      extended = { ...extended, name: bytes.toString('utf8').replace(/\0$/, '') };
    } else {
      yield merged(archive, header, extended);
      extended = {};
    }
  }
};

const checkEnd = async (archive: string, { rest }: ByteReader): Promise<void> => {
  let bytes = BLOCK;
  for (let read = await rest.next(); !read.done; read = await rest.next()) {
    bytes += read.value.length;
    if (!isZero(read.value)) refuse('MR8215', `"${archive}" goes on after its end`);
  }
  if (bytes < 2 * BLOCK || bytes % BLOCK !== 0) refuse('MR8204', `"${archive}" was cut short`);
};

const checkKind = (archive: string, { kind, name, size }: TarHeader): void => {
  if (kind === '0' || (kind === '5' && size === 0)) return;
  const what = KINDS.get(kind) ?? 'of a kind that is not taken';
  refuse(
    'MR8212',
    `"${shown(name)}" in "${archive}" is ${kind === '5' ? 'a folder with bytes in it' : what}`,
  );
};

/** Proves a TAR archive, entry by entry as it is read: files and folders alone, safe names, and zeros behind the last one. */
export const checkTar = async ({ name: archive, bytes }: Content, context: Context): Promise<number> => {
  const within = inside(archive, context);
  const reader = createReader(bytes);
  const checkName = createNames(archive);
  let entries = 0;
  let files = 0;
  for await (const header of headersIn(archive, reader)) {
    const { name, size, kind } = header;
    entries += 1;
    if (entries > context.archives.entries)
      refuse('MR8210', `"${archive}" has more than ${context.archives.entries} files in it`);
    checkKind(archive, header);
    checkName(name);
    if (kind === '5') continue;
    files += 1;
    const unpacked = await inspectMember(archive, { name, bytes: reader.pieces(size) }, within);
    if (unpacked.bytes < size) refuse('MR8204', `"${archive}" was cut short`);
    await skipPadding(archive, reader, size);
  }
  if (files === 0) refuse('MR8208', `"${archive}" has no file in it`);
  await checkEnd(archive, reader);
  return files;
};
