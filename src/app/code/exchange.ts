import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  identifier,
  isByKey,
  joined,
  literal,
  type Sql,
  type Statement,
  sql,
  type TransformDeclaration,
} from '../../kit/index.js';
import type { PhysicalPlan } from '../../planner/index.js';
import type { Sharing } from '../wiring.js';

/** Where the rows of functions are, inside of a run's folder. */
export const CODE_FOLDER = 'code';

/** The folder for rows that functions are given and give; made where the plan has such. */
export const codeFolder = async (folder: string, { stages }: PhysicalPlan): Promise<readonly string[]> => {
  if (stages.every(({ sink }) => sink.kind !== 'code')) return [];
  const path = join(folder, CODE_FOLDER);
  await mkdir(path, { recursive: true });
  return [path];
};

/** Removes the rows; what functions printed stays. */
export const clearCode = async (folder: string): Promise<void> => {
  const stages = await readdir(join(folder, CODE_FOLDER), { withFileTypes: true }).catch(() => []);
  const rows = stages.flatMap(({ name }) =>
    ['in', OUT, SPILL].map((part) => join(folder, CODE_FOLDER, name, part)),
  );
  await Promise.all(rows.map((path) => rm(path, { recursive: true, force: true })));
};

/** Where what functions give is, in the folder of their stage. */
export const OUT = 'out';

/** Where engines of processes put what does not fit into memory, in the folder of their stage. */
export const SPILL = 'spill';

/** No column of a file is called like this. */
const BUCKET = 'bucket ⟨as written⟩';

/** Rows with the partition that their key is in: those of a key are in the same one. */
const bucketed = (rows: Sql, by: readonly string[], buckets: number): Sql =>
  sql`select *, (hash(${joined(by.map((name) => identifier(name)))}) % ${literal(buckets)})::integer as ${identifier(BUCKET)} from (${rows})`;

const parquet = ({ rows }: Sharing) =>
  ({ format: 'parquet', options: { compression: 'lz4', row_group_size: rows } }) as const;

const layout = { extension: '.parquet', keepPartitionColumns: false, ordered: false, columns: [] } as const;

/**
 * How the rows of a query are written for processes to take: by the hash of their key where a function asks for rows of
 * a key, in one file where all rows are of one, else in files of about one size.
 *
 * @param folder is made; nothing is in it before
 */
export const exchangeOf = async (
  query: Sql,
  declaration: TransformDeclaration,
  folder: string,
  sharing: Sharing,
): Promise<Pick<Statement, 'query' | 'sink'>> => {
  const { by } = declaration;
  const { partition, buckets } = sharing;
  const written = parquet(sharing);
  if (by.length > 0) {
    const sink = {
      kind: 'file',
      path: folder,
      ...written,
      folder: { ...layout, partitionBy: [BUCKET] },
    } as const;
    return { query: bucketed(query, by, buckets), sink };
  }
  if (isByKey(declaration)) {
    await mkdir(folder, { recursive: true });
    return { query, sink: { kind: 'file', path: join(folder, 'all.parquet'), ...written } };
  }
  const files = { ...layout, partitionBy: [], fileSize: partition };
  return { query, sink: { kind: 'file', path: folder, ...written, folder: files } };
};

/** The files of each partition in a folder that was written so. */
export const partitionsIn = async (folder: string): Promise<readonly (readonly string[])[]> => {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const partitions = new Map<string, string[]>();
  for (const path of files.sort()) {
    const key = dirname(path) === folder ? path : dirname(path);
    partitions.set(key, [...(partitions.get(key) ?? []), path]);
  }
  return [...partitions.values()];
};
