import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type * as z from 'zod';
import {
  columnNames,
  type FolderLayout,
  type Input,
  nodeContext,
  type OrderTerm,
  type ReadBack,
  type Schema,
  sql,
  type WriteDefinition,
} from '../../kit/index.js';
import type { Lab } from './lab.js';

type Write = WriteDefinition<z.ZodType>;

/** A folder that a writing kind had written. */
export interface WrittenFolder {
  readonly path: string;
  /** Paths in the folder, sorted. */
  readonly names: readonly string[];
  /** What the engine finds when it reads the files back, in the order of `names`. */
  readonly readBack: ReadBack;
}

const running = () => ({ signal: new AbortController().signal, onProgress: () => undefined });

const filesUnder = async (path: string): Promise<readonly string[]> => {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => relative(path, join(entry.parentPath, entry.name))).toSorted();
};

let count = 0;

const layoutOf = (folder: FolderLayout | undefined): FolderLayout => {
  if (!folder) throw new Error('the config asks for no folder of several files');
  return folder;
};

/** Writes the rows of an input into a folder as the planner has a writing kind do it. */
export const folderWritten = async (
  lab: Lab,
  kind: Write,
  config: Readonly<Record<string, unknown>>,
  input: Input,
): Promise<WrittenFolder> => {
  count += 1;
  const path = join(lab.folder, `folder_${count}`);
  const parsed = kind.config.parse({ path: 'out://folder/', ...config });
  const { format, options, folder } = kind.target(parsed);
  const layout = layoutOf(folder);
  const query = kind.lower?.(nodeContext(parsed, [input])) ?? sql`select * from ${input}`;
  const sink = { ...layout, ordered: input.order !== undefined, columns: columnNames(input.schema) };
  await lab.engine.execute({ query, sink: { kind: 'file', path, format, options, folder: sink } }, running());
  const names = await filesUnder(path);
  const paths = names.map((name) => join(path, name));
  const written = { paths, format, options, schema: input.schema, folder: layout };
  const readBack = paths.length === 0 ? none(input.schema) : await lab.engine.readBack(written, 20);
  return { path, names, readBack };
};

const none = (schema: Schema): ReadBack => ({ rows: [], rowSum: '0', schema, values: [] });

/** The same of the rows of a query. */
export const folderOfQuery = async (
  lab: Lab,
  kind: Write,
  config: Readonly<Record<string, unknown>>,
  query: string,
  order?: readonly OrderTerm[],
): Promise<WrittenFolder> => folderWritten(lab, kind, config, await lab.input('rows', query, order));
