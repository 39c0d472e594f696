import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { failure } from '../../base/errors/index.js';
import { joined, type Schema, type Sql, sql } from '../../kit/index.js';
import { arrowColumns } from './arrow-columns.js';
import { arrowStream } from './arrow-stream.js';
import { columnsFor, engineFormat, type FileFormat } from './formats.js';
import type { ReadingParts } from './parts.js';
import type { OpenView } from './pool.js';

/** An answer that was written into a file. */
export interface AnswerFile {
  readonly path: string;
  readonly bytes: number;
  readonly rows: number;
  /** Safe to call more than once. */
  readonly remove: () => Promise<void>;
}

const CHECK_EVERY = 200;

const tooLarge = (bytes: number) =>
  failure('MR8909', `the file would have more than ${bytes.toLocaleString('en')} bytes`);

/** Ends the writing of a file that becomes larger than it may. */
const withinBytes = async <T>(
  path: string,
  most: number,
  given: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const stop = new AbortController();
  const sizeOf = async (): Promise<number> => (await stat(path).catch(() => undefined))?.size ?? 0;
  const timer = setInterval(() => {
    void sizeOf().then((size) => size > most && stop.abort());
  }, CHECK_EVERY);
  try {
    const done = await work(AbortSignal.any([given, stop.signal]));
    if ((await sizeOf()) > most) throw tooLarge(most);
    return done;
  } catch (thrown) {
    throw stop.signal.aborted ? tooLarge(most) : thrown;
  } finally {
    clearInterval(timer);
  }
};

const writeArrow = async (
  { reader }: OpenView,
  rows: Sql,
  schema: Schema,
  path: string,
  signal: AbortSignal,
): Promise<number> => {
  let count = 0;
  const columns = arrowColumns(schema);
  const batches = reader.batches(
    sql`select ${joined(columns.map(({ value }) => value))} from (${rows})`,
    signal,
  );
  const counted = async function* () {
    for await (const batch of batches) {
      count += batch.rows;
      yield batch;
    }
  };
  await pipeline(Readable.from(arrowStream(columns, counted())), createWriteStream(path));
  return count;
};

const writeRows = (
  open: OpenView,
  rows: Sql,
  schema: Schema,
  { format, path }: { readonly format: FileFormat; readonly path: string },
  signal: AbortSignal,
): Promise<number> => {
  if (format === 'arrow') return writeArrow(open, rows, schema, path, signal);
  const columns = columnsFor(format, schema);
  return open.reader.write(sql`select ${columns} from (${rows})`, { path, ...engineFormat[format] }, signal);
};

/** The folder of answers, which engines may write. */
export const answersFolder = ({ folder }: Pick<ReadingParts, 'folder'>): string => join(folder, 'answers');

/** Writes rows into a file of the service's own, in bounded memory. Throws MR8904, MR8905, MR8909. */
export const writeAnswer = async (
  parts: ReadingParts,
  open: OpenView,
  rows: Sql,
  schema: Schema,
  format: FileFormat,
  signal: AbortSignal,
): Promise<AnswerFile> => {
  const folder = answersFolder(parts);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${randomUUID()}.${format}`);
  const remove = (): Promise<void> => rm(path, { force: true });
  try {
    const count = await withinBytes(path, parts.limits.exportBytes, signal, (either) =>
      writeRows(open, rows, schema, { format, path }, either),
    );
    return { path, bytes: (await stat(path)).size, rows: count, remove };
  } catch (thrown) {
    await remove();
    throw thrown;
  }
};
