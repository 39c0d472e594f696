import type { Encoding } from '../base/encoding.js';
import type { Decision } from './decision.js';

/** The mark before decimals. */
export type DecimalMark = '.' | ',';

/** Which files of an archive are read. */
export interface ArchiveParts {
  /** Their paths in it, or patterns for these; files with these endings unless given. */
  readonly pattern?: string | readonly string[] | undefined;
  readonly extensions: readonly string[];
}

/** Which cells of a workbook are read. */
export interface SheetOptions {
  /** By name, or by number from 1. */
  readonly sheet?: string | number;
  /** Two cells, `B3:F200`. */
  readonly range?: string;
  readonly merged?: 'fill';
  readonly decimal?: DecimalMark;
}

/** Which elements of a document are records, and how they are read. */
export interface XmlOptions {
  readonly record?: string;
  readonly lists?: readonly string[];
  readonly encoding?: Encoding;
}

/** Where the characters of a column stand in a line. */
export interface Span {
  readonly name: string;
  /** The first of them, from 1. */
  readonly from: number;
  readonly width: number;
}

/** How lines of fixed columns are read. */
export interface FixedWidthOptions {
  readonly columns: readonly Span[];
  readonly line_length: number;
  readonly short_lines?: 'pad';
  readonly skip?: number;
  readonly skip_footer?: number;
  readonly encoding?: Encoding;
  readonly null_bytes?: 'drop';
}

/** What can be said of how files are turned into others, by what they are. */
export interface ConversionOptions {
  readonly fixed_width: FixedWidthOptions;
  readonly xlsx: SheetOptions;
  readonly xml: XmlOptions;
  readonly zip: ArchiveParts;
}

/** Formats that no engine reads: such files are turned into CSV, or unpacked, before an engine opens them. */
export type ForeignFormat = keyof ConversionOptions;

/** What a file is turned from, and how. */
export type Conversion<Format extends ForeignFormat = ForeignFormat> = Format extends ForeignFormat
  ? { readonly from: Format; readonly options: ConversionOptions[Format] }
  : never;

/** A file that is to be turned into others. All of it can be handed to another process. */
export type ConversionTask<Format extends ForeignFormat = ForeignFormat> = Conversion<Format> & {
  readonly path: string;
  /** What people call the file. */
  readonly name: string;
  /** Where files that are made are put; it is there, and empty. */
  readonly folder: string;
  /** Whether a contract takes records out that are no rows; without it one such record ends the run. */
  readonly isGuarded: boolean;
};

/** A file that was made. */
export interface ConvertedFile {
  readonly path: string;
  readonly name: string;
  /** What of the other it is, in words: `sheet "May"`, `entry 2024/a.csv`. */
  readonly part?: string;
}

/** What became of a file. */
export interface Converted {
  readonly files: readonly ConvertedFile[];
  readonly decisions: readonly Decision[];
}

/** Turns a file into others, in a process of its own with limits on memory and time. */
export type Convert = (task: ConversionTask, signal?: AbortSignal) => Promise<Converted>;
