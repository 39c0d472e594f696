import { failure } from '../../../base/errors/index.js';
import { own } from '../../../base/own.js';
import type { ColumnClass, RunRecord } from '../../../kit/index.js';
import { asJson, keptValue } from '../kept-value.js';
import type { ServiceParts } from '../parts.js';
import { type ByColumn, inheritedBy, inheritedOf, type KeptDataset, strongest } from './inherited.js';
import { afterRun, type Declared, type KeptClasses } from './kept-classes.js';
import { placeOf, placesOf } from './places.js';

/** What the columns of datasets are taken for. */
export interface ColumnClasses {
  readonly of: (pipeline: string, node: string) => Promise<KeptClasses>;
  /** What columns of a pipeline's inputs are, by their names, where other pipelines published them. */
  readonly ofInputs: (pipeline: string) => Promise<ByColumn>;
  /** Takes in what a run of a document has published. */
  readonly learn: (record: RunRecord, file: string) => Promise<void>;
  /** Says what a column is, whatever runs have found. Throws MR8011 where there is no such column. */
  readonly declare: (
    pipeline: string,
    node: string,
    column: string,
    declared: Omit<Declared, 'at'>,
  ) => Promise<{ readonly before: ColumnClass }>;
}

const DATASETS = 'classes/';

const datasetKey = (pipeline: string, node: string): string => `${DATASETS}${pipeline}/${node}`;
const inputsKey = (pipeline: string): string => `classes-of-inputs/${pipeline}`;

export const createColumnClasses = (
  parts: Pick<ServiceParts, 'state' | 'wiring' | 'data'>,
): ColumnClasses => {
  const { wiring, state } = parts;
  const { values } = state;
  /** Two that write at once both count. */
  const change = async <T extends object>(key: string, empty: T, next: (kept: T) => T): Promise<void> => {
    const found = await keptValue<T>(values, key);
    const kept = found?.value ?? empty;
    const changed = next(kept);
    if (JSON.stringify(changed) === JSON.stringify(kept)) return;
    const result = await values.set(key, asJson(changed), { expected: found?.version ?? 0 });
    if (result.kind === 'conflict') await change(key, empty, next);
  };
  const dataset = async (key: string): Promise<KeptDataset> =>
    (await keptValue<KeptDataset>(values, key))?.value ?? { columns: {} };
  const of: ColumnClasses['of'] = async (pipeline, node) =>
    (await dataset(datasetKey(pipeline, node))).columns;
  return {
    of,
    ofInputs: async (pipeline) => (await keptValue<ByColumn>(values, inputsKey(pipeline)))?.value ?? {},
    learn: async (record, file) => {
      const { pipeline } = record;
      const places = await placesOf(parts, record, file).catch(() => undefined);
      const known = await Promise.all((await values.keys(DATASETS)).map(dataset));
      const inherited = inheritedBy(record, places, known);
      await change<ByColumn>(inputsKey(pipeline), {}, (kept) =>
        strongest([kept, ...Object.values(inherited)]),
      );
      for (const output of record.outputs) {
        const { node } = output;
        const place = placeOf(record, output) ?? [];
        await change<KeptDataset>(
          datasetKey(pipeline, node),
          { columns: {} },
          ({ columns, places: of = [] }) => ({
            places: [...new Set([of, place].flat())],
            columns: afterRun(columns, record, node, inheritedOf(record, node, inherited)),
          }),
        );
      }
    },
    declare: async (pipeline, node, column, declared) => {
      const kept = await of(pipeline, node);
      const known = own(kept, column);
      if (!known) {
        const notes = [`columns: ${Object.keys(kept).join(', ')}`];
        throw failure('MR8011', `"${pipeline}/${node}" has no column "${column}"`, { notes });
      }
      const at = wiring.clock.now().toISOString();
      await change<KeptDataset>(datasetKey(pipeline, node), { columns: {} }, (now) => ({
        ...now,
        columns: {
          ...now.columns,
          [column]: { ...(own(now.columns, column) ?? known), declared: { ...declared, at } },
        },
      }));
      return { before: known.declared?.class ?? known.class };
    },
  };
};
