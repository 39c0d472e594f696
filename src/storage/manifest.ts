import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { failure } from '../base/errors/index.js';
import type { Schema } from '../kit/schema.js';
import type { RunIdentity, WriteMode } from '../kit/storage.js';
import { guarded, unless } from './disk-errors.js';
import { manifestFile, OWN } from './layout.js';

/** A version's path: always in our own folder, so that a damaged manifest can never make us remove anything else. */
const dataPath = z
  .string()
  .regex(new RegExp(`^\\${OWN}/data/[^/]+/[^/]+$`))
  .refine((path) => !path.split('/').includes('..'));

const publishedFile = z.object({
  path: dataPath,
  /** The plain path in the store, for readers who know nothing of manifests. */
  name: z.string(),
  rows: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const dataset = z.object({
  mode: z.enum(['replace', 'append', 'error']),
  runId: z.string(),
  pipeline: z.string(),
  documentHash: z.string(),
  publishedAt: z.string(),
  schema: z.array(z.object({ name: z.string(), type: z.string() })),
  files: z.array(publishedFile),
});

const manifest = z.object({ version: z.literal(1), datasets: z.record(z.string(), dataset) });

/** One file of a dataset, as published. */
export type PublishedFile = z.infer<typeof publishedFile>;
/** What a target holds, and which run put it there last. */
export type Dataset = z.infer<typeof dataset>;
/**
 * What is published in a store: datasets by their path, which for folders ends in `/`.
 *
 * It switches in one step and last, so a reader who follows it sees all outputs of a run or none. The versions that
 * it names are never changed, but those that a later manifest no longer names are removed: a reader who finds a
 * version gone reads the manifest again.
 */
export type Manifest = z.infer<typeof manifest>;

const emptyManifest: Manifest = { version: 1, datasets: {} };

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * The manifest of a store; an empty one where nothing has been published.
 *
 * @throws MR3012 where the file is damaged.
 */
export const readManifest = async (store: string): Promise<Manifest> => {
  const path = manifestFile(store);
  const place = { doing: 'read the manifest', path };
  const text = await guarded(place, () => unless(['ENOENT'], readFile(path, 'utf8')));
  if (text === undefined) return emptyManifest;
  const result = manifest.safeParse(parsedJson(text));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  throw failure('MR3012', `the manifest of the store is damaged${where}: ${path}`, { dataFile: path });
};

export const manifestText = (value: Manifest): string => `${JSON.stringify(value, null, 2)}\n`;

/** A file that is about to be published in a dataset. */
export interface NewFile {
  readonly dataset: string;
  readonly mode: WriteMode;
  readonly schema: Schema;
  readonly file: PublishedFile;
}

/** A manifest after a run's files are published; only `append` keeps the files that were there. */
export const withPublished = (
  before: Manifest,
  files: readonly NewFile[],
  { runId, pipeline, documentHash }: RunIdentity,
  publishedAt: string,
): Manifest => {
  const changed = files.map(({ dataset: name, mode, schema, file }): readonly [string, Dataset] => {
    const kept =
      mode === 'append' && Object.hasOwn(before.datasets, name) ? before.datasets[name]?.files : undefined;
    const columns = schema.map((column) => ({ name: column.name, type: column.type }));
    const all = [...(kept ?? []), file];
    return [name, { mode, runId, pipeline, documentHash, publishedAt, schema: columns, files: all }];
  });
  return { ...before, datasets: { ...before.datasets, ...Object.fromEntries(changed) } };
};

const versionPaths = ({ datasets }: Manifest): readonly string[] =>
  Object.values(datasets).flatMap(({ files }) => files.map(({ path }) => path));

/** Versions that one manifest names and the next does not. */
export const superseded = (before: Manifest, after: Manifest): readonly string[] => {
  const kept = new Set(versionPaths(after));
  return versionPaths(before).filter((path) => !kept.has(path));
};

/** The runs that a manifest holds versions of. */
export const runsIn = (value: Manifest): ReadonlySet<string> =>
  new Set(versionPaths(value).map((path) => path.split('/')[2] ?? ''));
