import type { Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

const LARGEST = 1 << 20;
const SMALLEST = 1 << 16;
/** Of all uploads together, half of what they hold in memory at most. */
const BUDGET = 16 << 20;
/** Bytes after which the disk is set to work, so that not all of it is left to the end. */
const SPAN = 64 << 20;

/** Large writes are fast ones; where many upload at once, each gets less, so that memory stays bounded. */
export const blockSize = (writers: number): number =>
  Math.max(SMALLEST, Math.min(LARGEST, Math.floor(BUDGET / Math.max(1, writers))));

export interface SinkOrder {
  readonly handle: FileHandle;
  readonly position: number;
  readonly block: number;
  readonly hashes: readonly Hash[];
  /** Asked with the position that a write would reach; throws where that is too far. */
  readonly reserve: (position: number) => void;
  /** Told of the position up to which bytes are written. */
  readonly progress: (position: number) => void;
}

/** Gathers bytes into large writes. A block is hashed, and the next one is gathered, while it is being written. */
export interface Sink {
  /** Copies the bytes, so that one byte at a time does not keep a buffer each. */
  readonly add: (bytes: Uint8Array) => Promise<void>;
  /** Begins to write what was gathered. */
  readonly flush: () => Promise<void>;
  /** Writes the rest, and sees to it that all of it outlives a crash. */
  readonly finish: () => Promise<number>;
  /** Waits for what is being written, whatever becomes of it. */
  readonly settle: () => Promise<void>;
}

/** Has what is written brought to the disk while more comes: one fsync at a time, and what it says is kept. */
const createFlusher = (handle: FileHandle) => {
  let unsynced = 0;
  let isSyncing = false;
  let syncing: Promise<void> = Promise.resolve();
  return {
    wrote: (bytes: number): void => {
      unsynced += bytes;
      if (unsynced < SPAN || isSyncing) return;
      [unsynced, isSyncing] = [0, true];
      syncing = syncing.then(() => handle.datasync());
      const end = (): void => {
        isSyncing = false;
      };
      syncing.then(end, end);
    },
    done: (): Promise<void> => syncing,
  };
};

const writeAll = async (handle: FileHandle, block: Uint8Array, position: number): Promise<void> => {
  for (let done = 0; done < block.length; ) {
    const { bytesWritten } = await handle.write(block, done, block.length - done, position + done);
    done += bytesWritten;
  }
};

export const createSink = ({ handle, position, block, hashes, reserve, progress }: SinkOrder): Sink => {
  let [at, filled] = [position, 0];
  let filling: Buffer | undefined;
  let spare: Buffer | undefined;
  let writing: Promise<void> = Promise.resolve();
  const flusher = createFlusher(handle);

  const write = async (bytes: Uint8Array, from: number): Promise<void> => {
    await writeAll(handle, bytes, from);
    progress(from + bytes.length);
    flusher.wrote(bytes.length);
  };
  const flush = async (): Promise<void> => {
    if (filling === undefined || filled === 0) return;
    const bytes = filling.subarray(0, filled);
    filled = 0;
    await writing;
    reserve(at + bytes.length);
    writing = write(bytes, at);
    writing.catch(() => undefined);
    at += bytes.length;
    for (const hash of hashes) hash.update(bytes);
    [filling, spare] = [spare, filling];
  };
  const add = async (bytes: Uint8Array): Promise<void> => {
    for (let from = 0; from < bytes.length; ) {
      filling ??= Buffer.allocUnsafeSlow(block);
      const part = bytes.subarray(from, from + block - filled);
      filling.set(part, filled);
      filled += part.length;
      from += part.length;
      if (filled === block) await flush();
    }
  };
  return {
    add,
    flush,
    finish: async () => {
      await flush();
      await writing;
      await flusher.done();
      await handle.sync();
      return at;
    },
    settle: async () => void (await Promise.allSettled([writing, flusher.done()])),
  };
};
