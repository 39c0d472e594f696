import { failure } from '../../base/errors/index.js';
import { own } from '../../base/own.js';
import type {
  OutputFiles,
  PublishedOutput,
  RunRecord,
  Schema,
  Storage,
  StoredDataset,
  StoredFile,
  WrittenFiles,
} from '../../kit/index.js';

/** What a run published by a node, as it stands in the store. */
export interface PublishedVersion {
  readonly pipeline: string;
  readonly node: string;
  /** The run, which names the version. */
  readonly runId: string;
  readonly output: PublishedOutput;
  /** The columns in the types of the record. */
  readonly schema: Schema;
  readonly files: readonly StoredFile[];
  /** The same files by how they were written, which differs where runs of several documents added to a folder. */
  readonly written: readonly WrittenFiles[];
}

/** A store that is a folder, and the only one that is asked. */
const STORE = 'store';

/** Opens the storage over a folder. */
export type StorageOf = (folder: string) => Storage;

/** A storage for each folder, so that manifests are read once for as long as they are the same. */
export const createStorages = (createStorage: (stores: Record<string, string>) => Storage): StorageOf => {
  const known = new Map<string, Storage>();
  return (folder) => {
    const found = known.get(folder) ?? createStorage({ [STORE]: folder });
    known.set(folder, found);
    return found;
  };
};

const gone = (record: RunRecord, node: string, now: StoredDataset | undefined) =>
  failure('MR8901', `version ${record.runId} of "${record.pipeline}/${node}" is not published any more`, {
    notes:
      now === undefined
        ? ['its target is gone']
        : [`its target holds what run ${now.runId} of "${now.pipeline}" published`],
  });

const unknown = (record: RunRecord, node: string) =>
  failure('MR8903', `run ${record.runId} does not say how "${record.pipeline}/${node}" was written`);

/** How a file was written: as the record of its run says, or as the last run wrote. */
const writtenBy = (file: StoredFile, records: ReadonlyMap<string, RunRecord>, last: OutputFiles) => {
  const written = records.get(file.runId)?.written ?? {};
  const [first = ''] = file.version.split('/');
  const node = Object.keys(written).find((name) => first === name || first.startsWith(`${name}.`));
  return (node === undefined ? undefined : own(written, node)) ?? last;
};

/** Files that follow one another and were written alike. */
const grouped = (
  files: readonly StoredFile[],
  records: ReadonlyMap<string, RunRecord>,
  last: OutputFiles,
): readonly WrittenFiles[] => {
  const groups: { readonly key: string; readonly how: OutputFiles; readonly paths: string[] }[] = [];
  for (const file of files) {
    const how = writtenBy(file, records, last);
    const key = JSON.stringify(how);
    const group = groups.at(-1);
    if (group?.key === key) group.paths.push(file.path);
    else groups.push({ key, how, paths: [file.path] });
  }
  return groups.map(({ how: { store: _, ...how }, paths }) => ({ ...how, paths }));
};

const columnsOf = (record: RunRecord, node: string, { schema }: OutputFiles): Schema => {
  const known = record.nodes.find(({ name }) => name === node)?.schema ?? [];
  const columns = known.length > 0 ? known : schema;
  return columns.map(({ name, type }) => ({ name, type }));
};

/** Reads the record of a run; undefined where it was cleaned away. */
export type FindRecord = (runId: string) => Promise<RunRecord | undefined>;

/**
 * A published version of a run's record, by the manifest of its store.
 *
 * @throws MR8011 where the run published nothing there, MR8901 where another took its place, MR8903 where the record does
 * not say how it was written
 */
export const findVersion = async (
  storageOf: StorageOf,
  findRecord: FindRecord,
  record: RunRecord,
  node: string,
): Promise<PublishedVersion> => {
  const output = record.outputs.find((each) => each.node === node);
  if (!output) throw failure('MR8011', `run ${record.runId} published no "${record.pipeline}/${node}"`);
  const how = own(record.written, node);
  if (!how) throw unknown(record, node);
  const path = output.target.slice(output.target.indexOf('://'));
  const now = await storageOf(how.store).published(`${STORE}${path}`);
  if (now?.runId !== record.runId || now.pipeline !== record.pipeline) throw gone(record, node, now);
  const others = [...new Set(now.files.map(({ runId }) => runId))].filter((id) => id !== record.runId);
  const found = await Promise.all(others.map(findRecord));
  const records = new Map(
    [record, ...found].flatMap((each) => (each === undefined ? [] : [[each.runId, each] as const])),
  );
  return {
    pipeline: record.pipeline,
    node,
    runId: record.runId,
    output,
    schema: columnsOf(record, node, how),
    files: now.files,
    written: grouped(now.files, records, how),
  };
};
