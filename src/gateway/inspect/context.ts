import type { ArchiveLimits } from '../channel.js';
import type { FileType } from '../file-type.js';
import type { Budget } from './archive/budget.js';
import type { Content } from './content.js';

/** What the rooms around give an inspection. */
export interface InspectionTools {
  /**
   * Reads every column of every row of a Parquet file, and counts the rows.
   *
   * @throws where one cannot be read
   */
  readonly readParquet: (path: string) => Promise<number>;
}

/** What checks of one file share. */
export interface Context extends InspectionTools {
  readonly accept: readonly FileType[];
  readonly archives: ArchiveLimits;
  readonly budget: Budget;
  /** Archives that this stands in. */
  readonly depth: number;
  /** A private folder for what must lie on disk, made when it is first asked for. */
  readonly folder: () => Promise<string>;
  /** Inspects what stands in an archive, as a file of its own. */
  readonly member: (content: Content, context: Context) => Promise<void>;
}

/** Proves content of a type, and counts its records where there are any; refuses with MR82xx. */
export type Check = (content: Content, context: Context) => Promise<number | undefined>;
