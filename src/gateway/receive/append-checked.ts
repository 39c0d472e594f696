import { createHash, timingSafeEqual } from 'node:crypto';
import { failure } from '../../base/errors/index.js';
import type { ChunkChecksum } from '../digests.js';
import { closeJournal, openJournal, undoPart } from './chunk-journal.js';
import { finished, type Part, partSink, sent, undone } from './part.js';

/** Whether two digests are the same. */
export const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && timingSafeEqual(one, other);

const mismatch = ({ record }: Part, algorithm: string) =>
  failure('MR8109', `the ${algorithm} of a part of upload ${record.id} is not the one that was promised`);

/**
 * Appends a part of which one or more checksums were promised: all of it or nothing, also where the process is killed in the middle. The
 * end of what is verified stands on disk before the first byte of it does.
 */
export const appendChecked = async (part: Part, checksums: readonly ChunkChecksum[]): Promise<number> => {
  const { room, places, session, start, handle } = part;
  const own = checksums.map(({ algorithm }) => createHash(algorithm));
  const sink = partSink(part, own);
  await openJournal(room.disk, places, start);
  session.journal = start;
  try {
    await sent(part, sink);
    const reached = await finished(part, sink);
    const other = checksums.find(({ digest }, at) => !isSame(own[at]?.digest() ?? Buffer.of(), digest));
    if (other) throw mismatch(part, other.algorithm);
    await closeJournal(room.disk, places, start);
    session.offset = reached;
    session.journal = undefined;
    return reached;
  } catch (thrown) {
    await undone(part, sink, async () => {
      await undoPart(room.disk, handle, places, start);
      session.journal = undefined;
    });
    throw thrown;
  }
};
