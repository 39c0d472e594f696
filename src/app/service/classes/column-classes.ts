import { failure } from '../../../base/errors/index.js';
import { own } from '../../../base/own.js';
import type { ColumnClass, RunRecord } from '../../../kit/index.js';
import { asJson, keptValue } from '../kept-value.js';
import type { ServiceParts } from '../parts.js';
import { afterRun, type Declared, type KeptClasses } from './kept-classes.js';

/** What the columns of datasets are taken for. */
export interface ColumnClasses {
  readonly of: (pipeline: string, node: string) => Promise<KeptClasses>;
  /** Takes in what a run has published. */
  readonly learn: (record: RunRecord) => Promise<void>;
  /** Says what a column is, whatever runs have found. Throws MR8011 where there is no such column. */
  readonly declare: (
    pipeline: string,
    node: string,
    column: string,
    declared: Omit<Declared, 'at'>,
  ) => Promise<{ readonly before: ColumnClass }>;
}

const keyOf = (pipeline: string, node: string): string => `classes/${pipeline}/${node}`;

export const createColumnClasses = ({
  state,
  wiring,
}: Pick<ServiceParts, 'state' | 'wiring'>): ColumnClasses => {
  const { values } = state;
  const read = async (pipeline: string, node: string) => {
    const found = await keptValue<KeptClasses>(values, keyOf(pipeline, node));
    return { kept: found?.value ?? {}, version: found?.version ?? 0 };
  };
  /** Two that write at once both count. */
  const change = async (
    pipeline: string,
    node: string,
    next: (kept: KeptClasses) => KeptClasses,
  ): Promise<void> => {
    const { kept, version } = await read(pipeline, node);
    const changed = next(kept);
    if (JSON.stringify(changed) === JSON.stringify(kept)) return;
    const result = await values.set(keyOf(pipeline, node), asJson(changed), { expected: version });
    if (result.kind === 'conflict') await change(pipeline, node, next);
  };
  return {
    of: async (pipeline, node) => (await read(pipeline, node)).kept,
    learn: async (record) => {
      for (const { node } of record.outputs)
        await change(record.pipeline, node, (kept) => afterRun(kept, record, node));
    },
    declare: async (pipeline, node, column, declared) => {
      const { kept } = await read(pipeline, node);
      const known = own(kept, column);
      if (!known) {
        const notes = [`columns: ${Object.keys(kept).join(', ')}`];
        throw failure('MR8011', `"${pipeline}/${node}" has no column "${column}"`, { notes });
      }
      const at = wiring.clock.now().toISOString();
      await change(pipeline, node, (now) => ({
        ...now,
        [column]: { ...(own(now, column) ?? known), declared: { ...declared, at } },
      }));
      return { before: known.declared?.class ?? known.class };
    },
  };
};
