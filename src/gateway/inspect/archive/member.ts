import { crc32 } from 'node:zlib';
import { shown } from '../agree.js';
import type { Content } from '../content.js';
import type { Context } from '../context.js';
import { refuse } from '../refuse.js';

/** What an archive holds, and how it is unpacked. */
export interface Member {
  readonly name: string;
  readonly bytes: AsyncIterable<Buffer>;
}

/** What a member turned out to be. */
export interface Unpacked {
  readonly bytes: number;
  readonly crc32: number;
}

/** The context for what stands in an archive, one level further down. */
export const inside = (archive: string, context: Context): Context => {
  const depth = context.depth + 1;
  const { depth: most } = context.archives;
  if (depth > most)
    refuse(
      'MR8210',
      `"${archive}" is an archive within ${most} others, and ${most} ${most === 1 ? 'is' : 'are'} let in`,
    );
  return { ...context, depth };
};

/** Inspects what stands in an archive as a file of its own, all of it, with what it unpacks to counted. */
export const inspectMember = async (archive: string, member: Member, context: Context): Promise<Unpacked> => {
  const name = `${archive}/${shown(member.name)}`;
  let bytes = 0;
  let sum = 0;
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const piece of member.bytes) {
      context.budget.spend(archive, piece.length);
      bytes += piece.length;
      sum = crc32(piece, sum);
      yield piece;
    }
  };
  const content: Content = { name, bytes: counted() };
  await context.member(content, context);
  return { bytes, crc32: sum };
};
