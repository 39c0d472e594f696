import type { ColumnClass, RunRecord } from '../../../kit/index.js';
import type { ByColumn, Declared, KeptClasses } from './kept-classes.js';

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
