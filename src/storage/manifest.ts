import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { failure } from '../base/errors/index.js';
import { own } from '../base/own.js';
import type { Schema } from '../kit/schema.js';
import type { FileRead, RunIdentity, WriteMode } from '../kit/storage.js';
import { guarded, unless } from './disk-errors.js';
import { manifestFile } from './layout.js';
import { versionIn } from './version-path.js';

const publishedFile = z.object({
  path: versionIn,
  /** The plain path in the store, for readers who know nothing of manifests. */
  name: z.string(),
  rows: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const dataset = z.object({
  mode: z.enum(['replace', 'append', 'error', 'replace_partitions', 'merge']),
  runId: z.string(),
  pipeline: z.string(),
  documentHash: z.string(),
  publishedAt: z.string(),
  schema: z.array(z.object({ name: z.string(), type: z.string() })),
  /** The columns that name the sub-folders, outermost first; none where there are no partitions. */
  partitionBy: z.array(z.string()).optional(),
  files: z.array(publishedFile),
});

const fileRead = z.object({
  node: z.string(),
  file: z.string(),
  bytes: z.int().nonnegative(),
  modified: z.string(),
  sha256: z.string(),
  runId: z.string(),
});

const manifest = z.object({
  version: z.literal(1),
  datasets: z.record(z.string(), dataset),
  /** Runs that are asked for long after what they wrote is gone. */
  remembered: z.array(z.string()).optional(),
  /** By pipeline: files that are not to be read again, with the run that did. */
  read: z.record(z.string(), z.array(fileRead)).optional(),
});

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

/** Files that are about to be published in a dataset. */
export interface NewFiles {
  readonly dataset: string;
  readonly mode: WriteMode;
  readonly schema: Schema;
  readonly partitionBy: readonly string[];
  readonly files: readonly PublishedFile[];
}

/** The files of a dataset as they are published; none where there is no such dataset. */
export const filesIn = ({ datasets }: Manifest, name: string): readonly PublishedFile[] =>
  own(datasets, name)?.files ?? [];

const folderOf = ({ name }: PublishedFile): string => name.slice(0, name.lastIndexOf('/'));

/** The files of a dataset that a run leaves alone: all with `append`, those of other partitions, or none. */
export const keptFiles = (before: Manifest, { dataset: name, mode, files }: NewFiles) => {
  if (mode === 'append') return filesIn(before, name);
  if (mode !== 'replace_partitions') return [];
  const switched = new Set(files.map(folderOf));
  return filesIn(before, name).filter((file) => !switched.has(folderOf(file)));
};

/** What a manifest tells of the files that a pipeline has read. */
export const filesReadIn = ({ read = {} }: Manifest, pipeline: string): readonly FileRead[] =>
  own(read, pipeline) ?? [];

const withReads = (
  before: Manifest,
  { runId, pipeline, reads = [] }: RunIdentity,
): Pick<Manifest, 'read'> => {
  if (reads.length === 0) return {};
  const now = reads.map((each) => ({ ...each, runId }));
  const again = new Set(reads.map(({ node, file }) => JSON.stringify([node, file])));
  const kept = (own(before.read ?? {}, pipeline) ?? []).filter(
    ({ node, file }) => !again.has(JSON.stringify([node, file])),
  );
  return { read: { ...before.read, [pipeline]: [...kept, ...now] } };
};

/** A manifest after a run's files are published. */
export const withPublished = (
  before: Manifest,
  outputs: readonly NewFiles[],
  run: RunIdentity,
  publishedAt: string,
): Manifest => {
  const { runId, pipeline, documentHash, isRemembered = false } = run;
  const changed = outputs.map((output): readonly [string, Dataset] => {
    const { dataset: name, mode, partitionBy } = output;
    const schema = output.schema.map((column) => ({ name: column.name, type: column.type }));
    const partitions = partitionBy.length > 0 ? { partitionBy: [...partitionBy] } : {};
    const files = [...keptFiles(before, output), ...output.files];
    return [name, { mode, runId, pipeline, documentHash, publishedAt, schema, ...partitions, files }];
  });
  const datasets = { ...before.datasets, ...Object.fromEntries(changed) };
  const remembered = isRemembered ? { remembered: [...(before.remembered ?? []), runId] } : {};
  return { ...before, ...remembered, ...withReads(before, run), datasets };
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
