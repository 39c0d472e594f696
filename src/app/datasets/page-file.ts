import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { once } from '../../base/once.js';
import { type KeptTable, type Reader, sql } from '../../kit/index.js';
import { rowJson } from './cells.js';

/** All rows of a view as JSON, in a file: pages of them are cut out without the engine. */
export interface PageFile {
  /** Rows by their numbers, as JSON arrays with commas between them. */
  readonly rows: (from: number, count: number) => Promise<Buffer>;
  readonly close: () => Promise<void>;
}

/** Rows between two places that are remembered. */
const STEP = 50;
const CHUNK = 256 * 1024;
const [LINE_END, COMMA] = [0x0a, 0x2c];

/** Where every so many lines begin, and where the last of them ends. */
const placesOf = async (file: FileHandle, rows: number): Promise<Float64Array> => {
  const places = new Float64Array(Math.ceil(rows / STEP) + 1);
  const chunk = Buffer.alloc(CHUNK);
  let [lines, start] = [0, 0];
  for (;;) {
    const { bytesRead } = await file.read(chunk, 0, CHUNK, start);
    if (bytesRead === 0) break;
    const read = chunk.subarray(0, bytesRead);
    for (let end = read.indexOf(LINE_END); end >= 0; end = read.indexOf(LINE_END, end + 1)) {
      lines += 1;
      if (lines % STEP === 0) places[lines / STEP] = start + end + 1;
    }
    start += bytesRead;
  }
  if (lines !== rows) throw new Error(`${lines} lines of ${rows} rows`);
  places[places.length - 1] = start;
  return places;
};

const afterLines = (bytes: Buffer, from: number, count: number): number => {
  let at = from;
  for (let line = 0; line < count; line += 1) at = bytes.indexOf(LINE_END, at) + 1;
  return at;
};

/** The lines of a part, one after the other with commas between them. */
const cut = (bytes: Buffer, skip: number, count: number): Buffer => {
  const start = afterLines(bytes, 0, skip);
  const end = afterLines(bytes, start, count);
  const lines = bytes.subarray(start, Math.max(start, end - 1));
  for (let at = lines.indexOf(LINE_END); at >= 0; at = lines.indexOf(LINE_END, at + 1)) lines[at] = COMMA;
  return lines;
};

const readRows = async (
  file: FileHandle,
  places: Float64Array,
  total: number,
  from: number,
  wanted: number,
): Promise<Buffer> => {
  const count = Math.max(0, Math.min(wanted, total - from));
  if (count === 0) return Buffer.alloc(0);
  const [first, last] = [Math.floor(from / STEP), Math.ceil((from + count) / STEP)];
  const start = places[first] ?? 0;
  const bytes = Buffer.allocUnsafe((places[last] ?? start) - start);
  await file.read(bytes, 0, bytes.length, start);
  return cut(bytes, from - first * STEP, count);
};

/** Each line is the JSON of a row, as the engine writes text that is one column and never quoted. */
const LINES = { header: false, quote: '', escape: '', delimiter: '\n' } as const;

/** Writes the rows of a table into a file that no name leads to; undefined where only the driver can tell their values. */
export const writePageFile = async (
  reader: Reader,
  name: string,
  { rows, schema }: KeptTable,
  folder: string,
  signal: AbortSignal,
): Promise<PageFile | undefined> => {
  const row = rowJson(schema);
  if (!row) return undefined;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${randomUUID()}.rows`);
  try {
    const query = sql`select ${row} as r from ${reader.table(name)}`;
    await reader.write(query, { path, format: 'csv', options: LINES }, signal);
    const file = await open(path, 'r');
    try {
      const places = await placesOf(file, rows);
      const close = once(() => file.close());
      return { rows: (from, count) => readRows(file, places, rows, from, count), close };
    } catch (thrown) {
      await file.close();
      throw thrown;
    }
  } finally {
    await rm(path, { force: true });
  }
};
