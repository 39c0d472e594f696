import { open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  identifier,
  type OutputSample,
  type Publication,
  sql,
  type WrittenFiles,
} from '../../../kit/index.js';
import type { Stage } from '../../../planner/index.js';
import { CODE_FOLDER, OUT } from '../../code/exchange.js';
import type { Wiring } from '../../wiring.js';
import { tapFolder } from './folder.js';

/** So much of a text file that is being written is looked at. */
const HEAD = 256 * 1024;
/** An engine of its own, beside the run's, which is at work. */
const LIMITS = { memory: 64_000_000, threads: 1 };

/** The files of a stage that are there, the newest first. */
export const filesOf = async (
  runFolder: string,
  { id, sink }: Stage,
  publication: Publication,
): Promise<readonly { readonly path: string; readonly serial: string }[]> => {
  const root =
    sink.kind === 'file' ? publication.stagedFile(sink.node) : join(runFolder, CODE_FOLDER, id, OUT);
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => undefined);
  const paths = entries
    ? entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
    : [root];
  const known = await Promise.all(
    paths.map(async (path) => {
      const found = await stat(path).catch(() => undefined);
      return found ? [{ path, at: found.mtimeMs, serial: `${path} ${found.size} ${found.mtimeMs}` }] : [];
    }),
  );
  return known.flat().sort((a, b) => b.at - a.at);
};

/** The beginning of a text file up to its last whole line, in a file of its own: the rest is still being written. */
const headOf = async (runFolder: string, path: string, format: string): Promise<string> => {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    const whole = buffer.subarray(0, buffer.subarray(0, bytesRead).lastIndexOf(10) + 1);
    const copy = join(tapFolder(runFolder), `head.${format}`);
    await writeFile(copy, whole, { mode: 0o600 });
    return copy;
  } finally {
    await handle.close();
  }
};

/** A packed file cannot be cut after a line. */
const hasLines = (format: string, path: string): boolean => format !== 'parquet' && !/\.(gz|zst)$/.test(path);

/**
 * Rows of a file that a stage writes or has written.
 *
 * @throws where it cannot be read yet
 */
export const sampleOf = async (
  wiring: Wiring,
  runFolder: string,
  { sink, schema }: Stage,
  node: { readonly name: string; readonly schema: OutputSample['schema'] },
  path: string,
  rows: number,
): Promise<OutputSample> => {
  const written: WrittenFiles | undefined =
    sink.kind === 'file'
      ? {
          paths: [path],
          format: sink.format,
          options: sink.options,
          schema,
          ...(sink.folder ? { folder: sink.folder } : {}),
        }
      : undefined;
  const readable =
    written && hasLines(written.format, path) ? await headOf(runFolder, path, written.format) : path;
  const engine = await wiring.createEngine({
    limits: LIMITS,
    readable: [readable],
    writable: [],
    spillFolder: join(tapFolder(runFolder), 'spill'),
    values: {},
    keepOrder: true,
  });
  try {
    if (written) {
      const { schema: columns, values } = await engine.readBack({ ...written, paths: [readable] }, rows);
      return { node: node.name, schema: columns, rows: values };
    }
    await engine.keepFiles('tapped', [readable], node.schema);
    const { schema: columns, values } = await engine.execute(
      { query: sql`select * from ${identifier('tapped')}`, sink: { kind: 'rows', limit: rows } },
      { signal: AbortSignal.timeout(10_000), onProgress: () => undefined },
    );
    return { node: node.name, schema: columns, rows: values };
  } finally {
    await engine.close();
    if (readable !== path) await rm(readable, { force: true });
  }
};
