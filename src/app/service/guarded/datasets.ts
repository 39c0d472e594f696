import { failure } from '../../../base/errors/index.js';
import { own } from '../../../base/own.js';
import type { ColumnClass, ColumnResource, PipelineResource } from '../../../kit/index.js';
import type { ColumnClasses } from '../classes/classes.js';
import { classNow, type Declared, type KeptClass } from '../classes/kept-classes.js';
import type { Dataset, Datasets, DatasetVersion } from '../datasets.js';
import { clearanceFor } from './clearance.js';
import type { Guard } from './guard.js';
import type { ActorPipelines } from './pipelines.js';
import { withoutHashes } from './records.js';
import { datasetResource } from './resources.js';

/** A column of a dataset, with what its values are taken for. */
export interface ClassedColumn extends Pick<KeptClass, 'sources'> {
  readonly name: string;
  readonly class: ColumnClass;
  /** What runs have found, where a steward has declared otherwise. */
  readonly found: ColumnClass;
  readonly declared?: Declared;
}

/** What pipelines have published, as far as somebody may know of it. */
export interface ActorDatasets extends Datasets {
  readonly columns: (pipeline: string, node: string) => Promise<readonly ClassedColumn[]>;
  /** Says what a column is. Throws MR8011, MR8601. */
  readonly classify: (
    pipeline: string,
    node: string,
    column: string,
    said: { readonly class: ColumnClass; readonly reason: string },
  ) => Promise<void>;
}

export interface DatasetParts {
  readonly datasets: Datasets;
  readonly classes: ColumnClasses;
  readonly pipelines: ActorPipelines;
}

/** Where nothing was published, or it may not be known. */
export const unpublished = (pipeline: string, node: string): Error =>
  failure('MR8011', `there is no dataset "${pipeline}/${node}", or none that you may see`);

export const guardedDatasets = (
  { datasets, classes, pipelines }: DatasetParts,
  guard: Guard,
): ActorDatasets => {
  const { may, does, lists, refused } = guard;
  const seen = async (pipeline: string, node: string): Promise<PipelineResource> => {
    const on = await pipelines.resource(pipeline);
    if (may('dataset.describe', datasetResource(on, node))) return on;
    await refused({ action: 'dataset.describe', on: datasetResource(on, node) });
    throw unpublished(pipeline, node);
  };
  const classesOf = async (pipeline: string, node: string): Promise<Readonly<Record<string, ColumnClass>>> =>
    Object.fromEntries(
      Object.entries(await classes.of(pipeline, node)).map(([name, kept]) => [name, classNow(kept)]),
    );
  const told = async <V extends DatasetVersion>(on: PipelineResource, version: V): Promise<V> => {
    const { node } = version.output;
    const now = await classesOf(on.name, node);
    const clearance = clearanceFor(guard, on, [{ node, columns: version.columns, classes: now, now }]);
    return clearance === 'all' ? version : { ...version, output: withoutHashes(version.output) };
  };
  const visible = async (): Promise<readonly Dataset[]> => {
    const found: Dataset[] = [];
    for (const each of await datasets.list()) {
      const on = await pipelines.resource(each.pipeline);
      if (may('dataset.describe', datasetResource(on, each.node))) found.push(await told(on, each));
    }
    return found;
  };
  return {
    list: () => lists({ action: 'dataset.describe', on: { type: 'Service' } }, visible),
    versions: async (pipeline, node, limit) => {
      const on = await seen(pipeline, node);
      return does({ action: 'dataset.describe', on: datasetResource(on, node) }, async () =>
        Promise.all((await datasets.versions(pipeline, node, limit)).map((version) => told(on, version))),
      );
    },
    columns: async (pipeline, node) => {
      const on = await seen(pipeline, node);
      return does({ action: 'dataset.describe', on: datasetResource(on, node) }, async () => {
        const kept = Object.entries(await classes.of(pipeline, node));
        if (kept.length === 0) throw unpublished(pipeline, node);
        return kept.map(([name, each]) => ({
          name,
          class: classNow(each),
          found: each.class,
          sources: each.sources,
          ...(each.declared ? { declared: each.declared } : {}),
        }));
      });
    },
    classify: async (pipeline, node, column, said) => {
      const on = await seen(pipeline, node);
      const found = own(await classes.of(pipeline, node), column);
      const resource: ColumnResource = {
        type: 'Column',
        dataset: datasetResource(on, node),
        name: column,
        class: found ? classNow(found) : 'none',
      };
      const details = { from: resource.class, to: said.class, reason: said.reason };
      await does({ action: 'column.classify', on: resource, isChange: true, details }, () =>
        classes.declare(pipeline, node, column, { ...said, by: guard.actor.id }),
      );
    },
  };
};
