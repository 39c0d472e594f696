import type { Place, Problem } from '../base/errors/index.js';
import type { Document } from './document.js';

/** The way to a value in a document: keys and list positions from the root. */
export type Path = readonly (string | number)[];

/** Where the values of a document stand in its source, and how they were written. */
export interface SourceMap {
  readonly file: string;
  /** The key at the end of the path, or the list item. */
  readonly keyPlace: (path: Path) => Place | undefined;
  /** The value at the path; the nearest enclosing value that exists where the path does not. */
  readonly valuePlace: (path: Path) => Place | undefined;
  /** A stretch of a text value, by offset and length in the value after quotes and folds are read. */
  readonly textPlace: (path: Path, offset: number, length: number) => Place | undefined;
  /** A scalar as it is written, without quotes: `00123`, `1.50`, `null`. Undefined where it is no scalar. */
  readonly sourceText: (path: Path) => string | undefined;
}

/** The project that a document is part of. */
export interface ProjectUse {
  /** The project file, as a person would write its path. */
  readonly file: string;
  /** SHA-256 over the canonical value of the project file. */
  readonly hash: string;
  /** So many rules of the document's `policies` are the project's; they come first. */
  readonly rules: number;
}

/** A document that was read: its value with positions. What it means is checked later. */
export interface ParsedDocument {
  readonly document: Document;
  /** SHA-256 over the canonical value without `tests`; equal for YAML, JSON and the builder. */
  readonly hash: string;
  readonly source: SourceMap;
  /** Absent where no project file is near. */
  readonly project?: ProjectUse;
  /** Warnings only; errors are thrown together. */
  readonly warnings: readonly Problem[];
}
