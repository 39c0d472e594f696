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
  type TransformType,
} from '../../kit/index.js';
import type { PhysicalPlan, Sharing } from '../../planner/index.js';

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
    [GIVEN, OUT, SPILL].map((part) => join(folder, CODE_FOLDER, name, part)),
  );
  await Promise.all(rows.map((path) => rm(path, { recursive: true, force: true })));
};

/** Where what processes are given is, in the folder of their stage. */
export const GIVEN = 'in';

/** Where what functions give is, in the folder of their stage. */
export const OUT = 'out';

/** Where engines of processes put what does not fit into memory, in the folder of their stage. */
export const SPILL = 'spill';

/** No column of a file is called like this. */
const BUCKET = 'bucket ⟨as written⟩';

/** Rows with the partition that their key is in: those of a key are in the same one. */
const bucketed = (rows: Sql, by: readonly string[], buckets: number): Sql =>
  sql`select *, (hash(${joined(by.map((name) => identifier(name)))}) % ${literal(buckets)})::integer as ${identifier(BUCKET)} from (${rows})`;

const TIMES: readonly TransformType[] = ['date', 'timestamp'];

/** Keys of an aggregate as its function sees them: JavaScript has null for times that are infinite, and they are of one key with it. */
const asSeen = (rows: Sql, { shape, by, reads }: TransformDeclaration): Sql => {
  const times = by.filter((name) =>
    Object.entries(reads).some(([read, type]) => read === name && TIMES.includes(type)),
  );
  if (shape !== 'aggregate' || times.length === 0) return rows;
  const seen = times
    .map(identifier)
    .map((time) => sql`case when not isinf(${time}) then ${time} end as ${time}`);
  return sql`select * replace (${joined(seen)}) from (${rows})`;
};

export const PARQUET = {
  format: 'parquet',
  options: { compression: 'lz4', row_group_size: 61_440 },
} as const;

export const layout = {
  extension: '.parquet',
  keepPartitionColumns: false,
  ordered: false,
  columns: [],
} as const;

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
  { partition, buckets }: Sharing,
): Promise<Pick<Statement, 'query' | 'sink'>> => {
  const { by } = declaration;
  if (by.length > 0) {
    const sink = {
      kind: 'file',
      path: folder,
      ...PARQUET,
      folder: { ...layout, partitionBy: [BUCKET] },
    } as const;
    return { query: bucketed(asSeen(query, declaration), by, buckets), sink };
  }
  if (isByKey(declaration)) {
    await mkdir(folder, { recursive: true });
    return { query, sink: { kind: 'file', path: join(folder, 'all.parquet'), ...PARQUET } };
  }
  const files = { ...layout, partitionBy: [], fileSize: partition };
  return { query, sink: { kind: 'file', path: folder, ...PARQUET, folder: files } };
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
