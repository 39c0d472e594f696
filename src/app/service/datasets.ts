import { failure } from '../../base/errors/index.js';
import type { PublishedOutput, RunIndexEntry, RunRecord, Schema } from '../../kit/index.js';
import { readRun } from '../runs.js';
import type { ServiceParts } from './parts.js';

/** What a run published by one of its writing nodes. */
export interface DatasetVersion {
  readonly runId: string;
  /** ISO 8601 UTC. */
  readonly publishedAt: string;
  readonly output: PublishedOutput;
  readonly columns: Schema;
}

/** An output of a pipeline, as it was last published. */
export interface Dataset extends DatasetVersion {
  readonly pipeline: string;
  readonly node: string;
}

export interface Datasets {
  /** Of all pipelines, by pipeline and node. */
  readonly list: () => Promise<readonly Dataset[]>;
  /** Newest first, at most so many. Throws MR8011 where it was never published. */
  readonly versions: (pipeline: string, node: string, limit: number) => Promise<readonly DatasetVersion[]>;
}

const columnsOf = (record: RunRecord, node: string): Schema =>
  record.nodes.find(({ name }) => name === node)?.schema ?? [];

const versionsIn = (record: RunRecord): readonly DatasetVersion[] =>
  record.outputs.map((output) => ({
    runId: record.runId,
    publishedAt: record.finishedAt,
    output,
    columns: columnsOf(record, output.node),
  }));

/** Runs that ended well, with their records; what was cleaned away is no version any more. */
const recordsOf = async (
  { wiring, runDir }: ServiceParts,
  entries: readonly RunIndexEntry[],
): Promise<readonly RunRecord[]> => {
  const found = await Promise.all(
    entries.map(({ runId }) => readRun(wiring, runId, runDir).catch(() => undefined)),
  );
  return found.filter((record) => record !== undefined);
};

const PAGE = 200;

export const createDatasets = (parts: ServiceParts): Datasets => {
  const succeeded = (pipeline: string, limit: number): Promise<readonly RunIndexEntry[]> =>
    parts.state.runs.list({ pipeline, status: 'succeeded', limit });
  const versions: Datasets['versions'] = async (pipeline, node, limit) => {
    const records = await recordsOf(parts, await succeeded(pipeline, PAGE));
    const found = records.flatMap(versionsIn).filter(({ output }) => output.node === node);
    if (found.length === 0)
      throw failure('MR8011', `there is no dataset "${pipeline}/${node}", or none that you may see`);
    return found.slice(0, limit);
  };
  return {
    versions,
    list: async () => {
      const newest = await parts.lists.list({ status: 'succeeded' });
      const pipelines = [...new Set(newest.map(({ pipeline }) => pipeline))].toSorted();
      const last = pipelines.map((pipeline) => newest.find((entry) => entry.pipeline === pipeline));
      const records = await recordsOf(
        parts,
        last.filter((entry) => entry !== undefined),
      );
      return records.flatMap((record) =>
        versionsIn(record)
          .map((version) => ({ pipeline: record.pipeline, node: version.output.node, ...version }))
          .toSorted((a, b) => (a.node < b.node ? -1 : 1)),
      );
    },
  };
};
