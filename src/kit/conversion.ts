import type { Decision } from './decision.js';

/** Formats that no engine reads: such files are turned into CSV or lines of JSON before an engine opens them. */
export type ForeignFormat = 'fixed_width' | 'xlsx' | 'xml' | 'zip';

/** Which files of an archive are read. */
export interface ArchiveParts {
  /** Their paths in it, or patterns for these; files with these endings unless given. */
  readonly pattern?: string | readonly string[] | undefined;
  readonly extensions: readonly string[];
}

/** What a file is turned from, and how. */
export interface Conversion {
  readonly from: ForeignFormat;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A file that is to be turned into others. All of it can be handed to another process. */
export interface ConversionTask extends Conversion {
  readonly path: string;
  /** What people call the file. */
  readonly name: string;
  /** Where files that are made are put; it is there, and empty. */
  readonly folder: string;
  /** Whether a contract takes records out that are no rows; without it one such record ends the run. */
  readonly isGuarded: boolean;
}

/** A file that was made. */
export interface ConvertedFile {
  readonly path: string;
  readonly name: string;
}

/** What became of a file. */
export interface Converted {
  readonly files: readonly ConvertedFile[];
  readonly decisions: readonly Decision[];
}

/** Turns a file into others, in a process of its own with limits on memory and time. */
export type Convert = (task: ConversionTask, signal?: AbortSignal) => Promise<Converted>;
