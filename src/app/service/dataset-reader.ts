import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { failure, MillraceError } from '../../base/errors/index.js';
import { own } from '../../base/own.js';
import type { ClassifiedColumn, DatasetGrant, Masks, RunRecord } from '../../kit/index.js';
import {
  createDatasetReading,
  createStorages,
  type DatasetReading,
  type DatasetView,
  findVersion,
  type PublishedVersion,
  type ReadingLimits,
  usualLimits,
} from '../datasets/index.js';
import { readRun } from '../runs.js';
import type { ServiceParts } from './parts.js';

/** What somebody may see of a dataset, and the attributes that row filters ask for. */
export interface Granted {
  readonly grant: DatasetGrant;
  readonly attributes: Readonly<Record<string, string>>;
  /** Semantic types by whose masks columns are shown, beside those that the version's run knows. */
  readonly masks?: Masks;
}

/** Says what may be seen of a dataset, with its columns by class. */
export type GrantFor<Who> = (
  who: Who,
  dataset: { readonly pipeline: string; readonly node: string },
  columns: readonly ClassifiedColumn[],
) => Promise<Granted> | Granted;

/** Reading of datasets by those who ask the service. */
export interface DatasetReader<Who> extends DatasetReading {
  /**
   * A version of a dataset as somebody may see it: the one that is published, or the one that is named, by its run.
   *
   * @throws MR8011 where there is no such dataset, MR8901 for a version that was replaced, MR8903
   */
  readonly view: (who: Who, pipeline: string, node: string, version?: string) => Promise<DatasetView>;
}

const classified = ({ schema, node }: PublishedVersion, record: RunRecord): readonly ClassifiedColumn[] => {
  const classes = own(record.classes ?? {}, node)?.classes ?? {};
  return schema.map(({ name }) => ({ name, class: own(classes, name) ?? 'none' }));
};

/** Runs that are looked through for the last that published a node. */
const LOOKED_THROUGH = 50;
const REMEMBERED = 100;
/** A manifest is switched just before the run is on record: this is waited for. */
const WAITS = [50, 150, 400, 1_000];

/** Records of runs that have ended do not change. */
const createRecords = ({ wiring, runDir }: ServiceParts) => {
  const known = new Map<string, Promise<RunRecord | undefined>>();
  return (runId: string): Promise<RunRecord | undefined> => {
    const found = known.get(runId);
    if (found) return found;
    if (known.size >= REMEMBERED) known.clear();
    const read = readRun(wiring, runId, runDir).catch(() => undefined);
    known.set(runId, read);
    void read.then((record) => record ?? known.delete(runId));
    return read;
  };
};

type Records = ReturnType<typeof createRecords>;

const newest = async (
  { lists }: ServiceParts,
  records: Records,
  pipeline: string,
  node: string,
): Promise<RunRecord> => {
  const entries = await lists.list({ pipeline, status: 'succeeded', limit: LOOKED_THROUGH });
  for (const { runId } of entries) {
    const record = await records(runId);
    if (record?.outputs.some((output) => output.node === node)) return record;
  }
  throw failure('MR8011', `there is no dataset "${pipeline}/${node}", or none that you may see`);
};

/** A run is in the index once it is known what it published: before, nobody is shown it. */
const named = async (
  { state }: ServiceParts,
  records: Records,
  pipeline: string,
  node: string,
  runId: string,
): Promise<RunRecord> => {
  const isKnown = (await state.runs.get(runId))?.status === 'succeeded';
  const record = isKnown ? await records(runId) : undefined;
  if (record?.pipeline === pipeline && record.runId === runId) return record;
  throw failure('MR8901', `"${pipeline}/${node}" has no version "${runId}"`);
};

const isReplaced = (thrown: unknown): boolean =>
  thrown instanceof MillraceError && thrown.problems[0]?.code === 'MR8901';

/** What is published now, also in the moment in which the run that published it is not yet on record. */
const findNewest = async (
  look: () => Promise<PublishedVersion>,
  [wait, ...others]: readonly number[] = WAITS,
): Promise<PublishedVersion> => {
  try {
    return await look();
  } catch (thrown) {
    if (wait === undefined || !isReplaced(thrown)) throw thrown;
    await sleep(wait);
    return findNewest(look, others);
  }
};

/** A version is the same value for as long as its files are, which what is known of it goes by. */
const createVersions = (find: (record: RunRecord, node: string) => Promise<PublishedVersion>) => {
  const known = new Map<string, PublishedVersion>();
  return async (record: RunRecord, node: string): Promise<PublishedVersion> => {
    const found = await find(record, node);
    const key = JSON.stringify([found.pipeline, node]);
    const before = known.get(key);
    if (before?.runId === found.runId) return before;
    known.set(key, found);
    return found;
  };
};

/** Opens reading of datasets for a service; `grantFor` is asked anew for each question. */
export const openDatasetReader = async <Who>(
  parts: ServiceParts,
  grantFor: GrantFor<Who>,
  hashKey: Uint8Array,
  limits: Partial<ReadingLimits> = {},
): Promise<DatasetReader<Who>> => {
  const { wiring, data } = parts;
  const folder = join(data, 'reading');
  // What a service that was killed has left there is nobody's any more.
  await rm(folder, { recursive: true, force: true });
  const reading = createDatasetReading({ wiring, folder, limits: { ...usualLimits, ...limits } });
  const storageOf = createStorages(wiring.createStorage);
  const records = createRecords(parts);
  const versions = createVersions((record, node) => findVersion(storageOf, records, record, node));
  return {
    ...reading,
    view: async (who, pipeline, node, version) => {
      const look = async (): Promise<PublishedVersion> =>
        versions(await newest(parts, records, pipeline, node), node);
      const found =
        version === undefined
          ? await findNewest(look)
          : await versions(await named(parts, records, pipeline, node, version), node);
      const record = await named(parts, records, pipeline, node, found.runId);
      const granted = await grantFor(who, { pipeline, node }, classified(found, record));
      const masks = { ...granted.masks, ...own(record.classes ?? {}, node)?.masks };
      return { version: found, ...granted, masks, hashKey };
    },
  };
};
