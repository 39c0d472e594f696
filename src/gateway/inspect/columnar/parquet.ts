import { open } from 'node:fs/promises';
import { readAt } from '../archive/zip-end.js';
import { type Content, onDisk } from '../content.js';
import type { Context } from '../context.js';
import { checkNoZipBehind } from '../polyglot.js';
import { refuse } from '../refuse.js';

const MARK = 'PAR1';
/** The length of the footer, and the mark. */
const ENDING = 8;

const checkFrame = async (name: string, path: string): Promise<void> => {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const end = await readAt(file, Math.max(0, size - ENDING), ENDING);
    const mark = end.toString('latin1', 4);
    if (mark === 'PARE') refuse('MR8213', `"${name}" is encrypted`);
    if (end.length < ENDING || mark !== MARK)
      refuse(
        'MR8204',
        `"${name}" does not end as Parquet does: it was cut short, or something was put behind it`,
      );
    if (end.readUInt32LE(0) > size - ENDING - MARK.length)
      refuse('MR8204', `"${name}" has a footer that is longer than the file`);
  } finally {
    await file.close();
  }
};

/** What an engine says of a file that it cannot read, and of memory that it does not get. */
const explain = (name: string, thrown: unknown): never => {
  if (!(thrown instanceof Error) || 'syscall' in thrown) throw thrown;
  const [first = ''] = thrown.message.split('\n');
  if (/out of memory/i.test(first))
    return refuse('MR8206', `"${name}" takes more memory than there is for it: its row groups are too large`);
  if (/encrypt/i.test(first)) return refuse('MR8213', `"${name}" is encrypted`);
  return refuse('MR8204', `"${name}" cannot be read as Parquet: ${first.slice(0, 300)}`);
};

/** Proves a Parquet file: the engine reads all of its values. */
export const checkParquet = async (content: Content, context: Context): Promise<number> => {
  const { name } = content;
  const path = await onDisk(content, context.folder);
  await checkFrame(name, path);
  await checkNoZipBehind(name, path);
  try {
    return await context.readParquet(path);
  } catch (thrown) {
    return explain(name, thrown);
  }
};
