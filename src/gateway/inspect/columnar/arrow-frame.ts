import { type FileHandle, open } from 'node:fs/promises';
import { Message } from 'apache-arrow';
import { readAt } from '../archive/zip-end.js';
import { refuse } from '../refuse.js';

const MARK = 'ARROW1';
/** The mark of a file is filled up to eight bytes. */
const START = 8;
/** The length of the footer, and the mark. */
const ENDING = 4 + MARK.length;
/** Stands before each message. */
const CONTINUATION = 0xffffffff;
/** Bytes of what describes one batch: its columns, not its rows. */
const LONGEST_METADATA = 16_000_000;

/** Where the messages of an Arrow file or stream lie. */
export interface Frame {
  readonly isFile: boolean;
  readonly start: number;
  readonly end: number;
  readonly batches: number;
}

const isMarkAt = async (file: FileHandle, at: number): Promise<boolean> =>
  (await readAt(file, at, MARK.length)).toString('latin1') === MARK;

const boundsOf = async (name: string, file: FileHandle, size: number): Promise<Omit<Frame, 'batches'>> => {
  if (!(await isMarkAt(file, 0))) return { isFile: false, start: 0, end: size };
  if (size < START + ENDING || !(await isMarkAt(file, size - MARK.length)))
    return refuse(
      'MR8204',
      `"${name}" does not end as an Arrow file does: it was cut short, or something was put behind it`,
    );
  const length = (await readAt(file, size - ENDING, 4)).readInt32LE(0);
  const end = size - ENDING - length;
  if (length <= 0 || end < START)
    return refuse('MR8204', `"${name}" has a footer that is longer than the file`);
  return { isFile: true, start: START, end };
};

interface Framed {
  readonly size: number;
  readonly isBatch: boolean;
}

/** One message with its body, or nothing at the mark of the end. */
const messageAt = async (name: string, file: FileHandle, at: number): Promise<Framed | undefined> => {
  const broken = (): never =>
    refuse('MR8204', `"${name}" cannot be read as Arrow: there is no message at ${at}`);
  const prefix = await readAt(file, at, 8);
  if (prefix.length < 8 || prefix.readUInt32LE(0) !== CONTINUATION) return broken();
  const length = prefix.readInt32LE(4);
  if (length === 0) return undefined;
  if (length < 0 || length > LONGEST_METADATA) return broken();
  const bytes = await readAt(file, at + 8, length);
  if (bytes.length < length) return refuse('MR8204', `"${name}" was cut short`);
  const message = Message.decode(bytes);
  if (!(message.bodyLength >= 0)) return broken();
  return { size: 8 + length + message.bodyLength, isBatch: message.isRecordBatch() };
};

/** Follows messages from the first byte to the last: nothing lies between them, nor behind. */
const countBatches = async (
  name: string,
  file: FileHandle,
  { start, end }: Omit<Frame, 'batches'>,
): Promise<number> => {
  let at = start;
  let batches = 0;
  while (at < end) {
    const message = await messageAt(name, file, at);
    if (message === undefined) {
      at += 8;
      break;
    }
    at += message.size;
    if (message.isBatch) batches += 1;
  }
  if (at < end) refuse('MR8215', `"${name}" has ${end - at} bytes after its last batch`);
  if (at > end) refuse('MR8204', `"${name}" was cut short`);
  return batches;
};

/** Reads where the messages of Arrow lie (IPC format 1.5): of a file, or of a stream. */
export const readFrame = async (name: string, path: string): Promise<Frame> => {
  const file = await open(path, 'r');
  try {
    const bounds = await boundsOf(name, file, (await file.stat()).size);
    return { ...bounds, batches: await countBatches(name, file, bounds) };
  } finally {
    await file.close();
  }
};
