import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as z from 'zod';
import {
  type Cell,
  columnNames,
  type DataFile,
  type ReadDefinition,
  type Schema,
  type SourceInfo,
  sql,
  type WriteDefinition,
} from '../../kit/index.js';
import type { Lab } from './lab.js';

/** A file in the lab's folder, as a storage would list it. */
export const dataFile = async ({ folder }: Lab, name: string): Promise<DataFile> => {
  const path = join(folder, name);
  const { size, mtime } = await stat(path);
  return { path, name, bytes: size, modified: mtime.toISOString() };
};

/** Writes a file into the lab's folder. */
export const written = async (lab: Lab, name: string, content: string | Uint8Array): Promise<DataFile> => {
  await writeFile(join(lab.folder, name), content);
  return dataFile(lab, name);
};

const running = () => ({ signal: new AbortController().signal, onProgress: () => undefined });

/** Writes the rows of a query into a file as a writing kind asks for it. */
export const writtenBy = async (
  lab: Lab,
  kind: WriteDefinition<z.ZodType>,
  config: Readonly<Record<string, unknown>>,
  name: string,
  query: string,
): Promise<DataFile> => {
  const { format, options } = kind.target(kind.config.parse({ path: `out://${name}`, ...config }));
  const sink = { kind: 'file', path: join(lab.folder, name), format, options } as const;
  await lab.engine.execute({ query: { kind: 'sql', text: query, parameters: [] }, sink }, running());
  return dataFile(lab, name);
};

export interface ReadOutcome {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly source: SourceInfo;
}

/**
 * Looks at files and reads them, with all columns or with those named.
 *
 * @throws where the types that come out are not those that were found.
 */
export const readWith = async (
  lab: Lab,
  kind: ReadDefinition<z.ZodType>,
  config: Readonly<Record<string, unknown>>,
  files: readonly DataFile[],
  wanted?: readonly string[],
): Promise<ReadOutcome> => {
  const parsed = kind.config.parse({ path: 'raw://any', ...config });
  const source = await lab.engine.inspect(kind.source(parsed), files);
  const all = [...source.schema, ...(kind.added?.(parsed, source) ?? [])];
  const columns: Schema = all.filter(({ name }) => wanted?.includes(name) ?? true);
  const lowered = kind.lower({ config: parsed, source, columns });
  const { rows, schema } = await lab.query(sql`with "other" as (select 1) ${lowered}`);
  if (columns.length > 0 && JSON.stringify(schema) !== JSON.stringify(columns)) {
    throw new Error(`read ${JSON.stringify(schema)} in place of ${JSON.stringify(columns)}`);
  }
  return { columns: columnNames(schema), rows, source };
};
