import { open } from 'node:fs/promises';
import { type RecordBatch, RecordBatchReader } from 'apache-arrow';
import { type Content, fileBytes, onDisk } from '../content.js';
import type { Context } from '../context.js';
import { checkNoZipBehind } from '../polyglot.js';
import { isRefusal, refuse } from '../refuse.js';
import { checkData } from './arrow-data.js';
import { type Frame, readFrame } from './arrow-frame.js';

const explain = (name: string, thrown: unknown): never => {
  if (isRefusal(thrown) || !(thrown instanceof Error) || 'syscall' in thrown) throw thrown;
  if (/codec not found/.test(thrown.message))
    return refuse('MR8216', `"${name}" has batches that are compressed`);
  return refuse('MR8204', `"${name}" cannot be read as Arrow: ${thrown.message.slice(0, 300)}`);
};

interface Seen {
  readonly rows: number;
  readonly batches: number;
}

const readBatches = async (batches: AsyncIterable<RecordBatch>): Promise<Seen> => {
  let seen: Seen = { rows: 0, batches: 0 };
  for await (const batch of batches) {
    checkData(batch.data);
    seen = { rows: seen.rows + batch.numRows, batches: seen.batches + 1 };
  }
  return seen;
};

/** A file is read by the directory at its end, as others read it; a stream from its beginning. */
const readAll = async (path: string, { isFile }: Frame): Promise<Seen> => {
  if (!isFile) return readBatches(await RecordBatchReader.from(fileBytes(path)));
  const file = await open(path, 'r');
  try {
    return await readBatches(await RecordBatchReader.from(file));
  } finally {
    await file.close().catch(() => undefined);
  }
};

/** Proves Arrow, as a file or a stream: every batch of it, and nothing beside them. */
export const checkArrow = async (content: Content, context: Context): Promise<number> => {
  const { name } = content;
  const path = await onDisk(content, context.folder);
  await checkNoZipBehind(name, path);
  try {
    const frame = await readFrame(name, path);
    const { rows, batches } = await readAll(path, frame);
    if (batches < frame.batches) refuse('MR8215', `"${name}" has batches that its directory does not name`);
    return rows;
  } catch (thrown) {
    return explain(name, thrown);
  }
};
