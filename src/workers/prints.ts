import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, read, unlinkSync, write } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const readAt = promisify(read);
const writeTo = promisify(write);

const PIECE = 65_536;

/**
 * What a child prints. It goes to a file of the child's own, which has no name and is gone with the last process that has it open:
 * a child that is kept prints for one after the other, and all that it printed is there once it is known to have replied or ended.
 */
export interface Prints {
  /** For the child to write to. */
  readonly descriptor: number;
  /** Appends what was printed since the last time to an open file. */
  readonly moveTo: (file: number) => Promise<void>;
  readonly close: () => void;
}

/** Makes it, for one child. */
export const openPrints = (): Prints => {
  const path = join(tmpdir(), `millrace-prints-${randomUUID()}`);
  const descriptor = openSync(path, 'ax+', 0o600);
  unlinkSync(path);
  let at = 0;
  return {
    descriptor,
    moveTo: async (file) => {
      // A child that goes on printing is not followed for ever.
      const end = fstatSync(descriptor).size;
      const piece = Buffer.alloc(Math.min(PIECE, end - at));
      while (at < end) {
        const { bytesRead } = await readAt(descriptor, piece, 0, Math.min(piece.length, end - at), at);
        if (bytesRead === 0) return;
        at += (await writeTo(file, piece, 0, bytesRead)).bytesWritten;
      }
    },
    close: () => closeSync(descriptor),
  };
};
