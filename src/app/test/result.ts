import type { Problem } from '../../base/errors/index.js';
import type { TestRow } from '../../spec/index.js';

/** Rows of one node that a test expected otherwise. */
export interface Mismatch {
  readonly node: string;
  readonly columns: readonly string[];
  /** Expected and not given. */
  readonly missing: readonly (readonly (string | null)[])[];
  /** Given and not expected. */
  readonly unexpected: readonly (readonly (string | null)[])[];
  /** All rows that the node gave, in the columns named. */
  readonly actual: readonly TestRow[];
}

/** One test of a document. */
export interface TestResult {
  readonly name: string;
  readonly passed: boolean;
  readonly mismatches: readonly Mismatch[];
  /** What kept the test from running, or an MR4020 for each mismatch. */
  readonly problems: readonly Problem[];
}

/** All tests of a document. */
export interface TestReport {
  readonly file: string;
  readonly results: readonly TestResult[];
  /** What kept the document from being tested at all. */
  readonly problems: readonly Problem[];
  /** Expectations that were rewritten. */
  readonly fixed: number;
}
