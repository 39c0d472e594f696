import type { Content } from '../content.js';
import type { Context } from '../context.js';
import { refuse } from '../refuse.js';
import { typeByName } from '../types.js';
import { inflating, isDamage } from './inflate.js';
import { inside, inspectMember } from './member.js';
import { createNames } from './names.js';
import { type ByteReader, createReader } from './reader.js';

const flags = { headerSum: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const;
const DEFLATE = 8;
const LONGEST_NAME = 1024;

const basename = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/** What is in it goes by the same name without its last extension. */
const innerName = (name: string): string =>
  basename(name)
    .replace(/\.tgz$/i, '.tar')
    .replace(/\.gz$/i, '');

const cutShort = (name: string): never => refuse('MR8204', `"${name}" is damaged or was cut short`);

const nameIn = async (name: string, reader: ByteReader): Promise<string> => {
  const bytes: number[] = [];
  while (bytes.length <= LONGEST_NAME) {
    const [byte] = await reader.take(1);
    if (byte === undefined) return cutShort(name);
    if (byte === 0) return Buffer.from(bytes).toString('latin1');
    bytes.push(byte);
  }
  return refuse('MR8211', `"${name}" has a name of more than ${LONGEST_NAME} bytes in it`);
};

/** The name in the header is what some programs unpack to. */
const checkName = (name: string, within: string): void => {
  if (within.includes('/')) refuse('MR8211', `"${name}" has a name with a folder in it`);
  createNames(name)(within);
  const [type, stated] = [typeByName(innerName(name)), typeByName(within.replace(/\.gz$/i, ''))];
  if (within.replace(/\.gz$/i, '').includes('.') && stated !== type)
    refuse(
      'MR8214',
      `"${name}" names what is in it as ${stated ?? 'of a type that is not known'}, and its own name says ${type ?? 'nothing'}`,
    );
};

/** The header of a member (RFC 1952, 2.3). */
const readHeader = async (name: string, reader: ByteReader): Promise<void> => {
  const header = await reader.take(10);
  if (header.length < 10) cutShort(name);
  const [, , method, flag = 0] = header;
  if (method !== DEFLATE || flag & flags.reserved)
    refuse('MR8216', `"${name}" is packed in a way that is not known`);
  if (flag & (flags.extra | flags.comment))
    refuse(
      'MR8215',
      `"${name}" has ${flag & flags.extra ? 'an extra field' : 'a comment'} in its header, which holds no data of the file`,
    );
  if (flag & flags.name) checkName(name, await nameIn(name, reader));
  if (flag & flags.headerSum) await reader.take(2);
};

const checkAfter = (name: string, after: Buffer): void => {
  if (after.length === 0) return;
  if (after[0] === 0x1f && after[1] === 0x8b)
    refuse(
      'MR8215',
      `"${name}" is several gzip files one after the other, of which some programs see the first alone`,
      {
        mend: 'Unpack it and pack it again as one: `gzip -dc FILE | gzip > NEW`.',
      },
    );
  refuse('MR8215', `"${name}" goes on after the end of what is packed in it`);
};

/** Proves a gzip file: one member, whose content is inspected as the file that its name says, and nothing after it. */
export const checkGzip = async ({ name, bytes }: Content, context: Context): Promise<number> => {
  const within = inside(name, context);
  const reader = createReader(bytes);
  await readHeader(name, reader);
  const inflation = inflating(reader.rest);
  try {
    const unpacked = await inspectMember(name, { name: innerName(name), bytes: inflation.bytes }, within);
    const after = createReader(
      (async function* () {
        yield inflation.end().rest;
        for (let read = await reader.rest.next(); !read.done; read = await reader.rest.next())
          yield read.value;
      })(),
    );
    const trailer = await after.take(8);
    if (trailer.length < 8) cutShort(name);
    if (trailer.readUInt32LE(0) !== unpacked.crc32 || trailer.readUInt32LE(4) !== unpacked.bytes % 2 ** 32)
      refuse('MR8214', `"${name}" unpacks to something else than its checksum and size say`);
    checkAfter(name, await after.take(2));
    return 1;
  } catch (thrown) {
    if (isDamage(thrown)) return cutShort(name);
    throw thrown;
  }
};
