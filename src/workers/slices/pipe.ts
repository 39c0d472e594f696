import { execFile } from 'node:child_process';
import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { failure } from '../../base/errors/index.js';

const run = promisify(execFile);

/**
 * Makes a named pipe that only its owner can open; who has it made removes it.
 *
 * @throws MR5010 where that is not possible
 */
export const makePipe = async (path: string): Promise<void> => {
  try {
    await run('mkfifo', ['-m', '600', '--', path]);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message.trim() : String(thrown);
    throw failure('MR5010', `no pipe can be made: ${reason}`, { dataFile: path }, thrown);
  }
};

const { O_WRONLY, O_NONBLOCK } = constants;

/** Milliseconds between looks for a reader: few at first, for an engine opens what it was asked to read at once. */
const waits = [1, 1, 1, 2, 2, 5, 10];

/** Opens a pipe that a reader has open; undefined where none has. Never blocks, and needs no thread. */
const tryOpen = (path: string): number | undefined => {
  let descriptor: number;
  try {
    descriptor = openSync(path, O_WRONLY | O_NONBLOCK);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENXIO') return undefined;
    throw thrown;
  }
  if (fstatSync(descriptor).isFIFO()) return descriptor;
  closeSync(descriptor);
  throw failure('MR5010', 'it is no pipe', { dataFile: path });
};

/**
 * Waits for a reader and opens a pipe to write. Writes are events of the loop and not of a thread: the few threads that Node has
 * are where engines wait for what is written here. Only the reader holds the other end, so that it is noticed when it leaves.
 */
export const openPipe = async (path: string, signal: AbortSignal): Promise<Socket> => {
  for (let attempt = 0; ; attempt += 1) {
    signal.throwIfAborted();
    const descriptor = tryOpen(path);
    if (descriptor !== undefined) return new Socket({ fd: descriptor, readable: false, writable: true });
    await sleep(waits[attempt] ?? waits.at(-1), undefined, { signal });
  }
};
