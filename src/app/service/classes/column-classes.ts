import { failure } from '../../../base/errors/index.js';
import { own } from '../../../base/own.js';
import type { StateStore } from '../../../kit/index.js';
import type { Wiring } from '../../wiring.js';
import { asJson, keptValue } from '../kept-value.js';
import type { ColumnClasses } from './classes.js';
import { inheritedBy, inheritedOf, type KeptDataset, strongest } from './inherited.js';
import { afterRun, type ByColumn } from './kept-classes.js';
import { placeOf, placesOf } from './places.js';
import { readClasses } from './read-classes.js';

const DATASETS = 'classes/';

const datasetKey = (pipeline: string, node: string): string => `${DATASETS}${pipeline}/${node}`;
/** What the files of reading nodes hold. */
const FILES = 'classes-of-files/';

const filesKey = (pipeline: string, node: string): string => `${FILES}${pipeline}/${node}`;
const inputsKey = (pipeline: string): string => `classes-of-inputs/${pipeline}`;

/** What classes of columns are kept with. */
export interface ClassesParts {
  readonly state: StateStore;
  readonly wiring: Wiring;
  /** Folder of all that the service keeps, absolute. */
  readonly data: string;
  /** Whether nobody else writes to the state: what was read is then known until it is changed here. */
  readonly isAlone: boolean;
}

export const createColumnClasses = (parts: ClassesParts): ColumnClasses => {
  const { state, wiring, isAlone } = parts;
  const { values } = state;
  const known = new Map<string, unknown>();
  let changes = 0;
  const read = async <T extends object>(key: string, empty: T): Promise<T> => {
    if (known.has(key)) return known.get(key) as T;
    const began = changes;
    const value = (await keptValue<T>(values, key))?.value ?? empty;
    // What was changed while it was read may be older than it looks.
    if (isAlone && began === changes) known.set(key, value);
    return value;
  };
  /** Two that write at once both count. */
  const change = async <T extends object>(key: string, empty: T, next: (kept: T) => T): Promise<void> => {
    const found = await keptValue<T>(values, key);
    const kept = found?.value ?? empty;
    const changed = next(kept);
    if (JSON.stringify(changed) === JSON.stringify(kept)) return;
    const result = await values.set(key, asJson(changed), { expected: found?.version ?? 0 });
    changes += 1;
    known.delete(key);
    if (result.kind === 'conflict') await change(key, empty, next);
  };
  const dataset = (key: string): Promise<KeptDataset> => read(key, { columns: {} });
  const of: ColumnClasses['of'] = async (pipeline, node) =>
    (await dataset(datasetKey(pipeline, node))).columns;
  /** All files of which it is known what they hold: those that pipelines published, and those that they read. */
  const knownFiles = async (): Promise<readonly KeptDataset[]> => {
    const keys = await Promise.all([values.keys(DATASETS), values.keys(FILES)]);
    return Promise.all(keys.flat().map(dataset));
  };
  return {
    of,
    ofInputs: (pipeline) => read<ByColumn>(inputsKey(pipeline), {}),
    learn: async (record, file) => {
      const { pipeline } = record;
      const places = await placesOf(parts, record, file).catch(() => undefined);
      const inherited = inheritedBy(record, places, await knownFiles());
      await change<ByColumn>(inputsKey(pipeline), {}, (kept) =>
        strongest([kept, ...Object.values(inherited)]),
      );
      for (const input of record.inputs)
        await change<KeptDataset>(
          filesKey(pipeline, input.node),
          { columns: {} },
          (kept) => readClasses(record, input, places, kept) ?? kept,
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
      const before = own(kept, column);
      if (!before) {
        const notes = [`columns: ${Object.keys(kept).join(', ')}`];
        throw failure('MR8011', `"${pipeline}/${node}" has no column "${column}"`, { notes });
      }
      const at = wiring.clock.now().toISOString();
      await change<KeptDataset>(datasetKey(pipeline, node), { columns: {} }, (now) => ({
        ...now,
        columns: {
          ...now.columns,
          [column]: { ...(own(now.columns, column) ?? before), declared: { ...declared, at } },
        },
      }));
      return { before: before.declared?.class ?? before.class };
    },
  };
};
