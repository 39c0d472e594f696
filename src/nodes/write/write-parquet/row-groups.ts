import { aboutBytes, count } from '../../../base/number-text.js';
import { type Decision, UNSEEN_BYTES } from '../../../kit/index.js';

/** What the engine takes where nothing is said. More rows gain nothing: narrow ones were written slower, and hardly smaller. */
export const DEFAULT_ROWS = 122_880;

/** The engine hands on so many rows at once; a group cannot have fewer. */
const LEAST_ROWS = 2048;

/** A group of so many bytes is held in memory by each thread that writes. */
const GROUP_BYTES = 128 * 1024 ** 2;

/** How wide rows are: what is known of their types, and of the texts in them. */
export interface WidthEvidence {
  /** Bytes of the columns whose types tell. */
  readonly fixed: number;
  /** Columns of text, lists and structs. */
  readonly texts: number;
  /** What these have together in a row, on average over so many rows; absent where none was looked at. */
  readonly seen?: { readonly bytes: number; readonly rows: number };
}

const rowBytes = ({ fixed, texts, seen }: WidthEvidence): number =>
  Math.max(1, fixed + (seen?.bytes ?? texts * UNSEEN_BYTES));

/** Rows of a group that has about 128 MB of values: a multiple of 2,048, and no more than the engine takes by itself. */
export const rowGroupRows = (evidence: WidthEvidence): number => {
  const rows = Math.floor(GROUP_BYTES / rowBytes(evidence) / LEAST_ROWS) * LEAST_ROWS;
  return Math.min(DEFAULT_ROWS, Math.max(LEAST_ROWS, rows));
};

const seenText = ({ seen, texts }: WidthEvidence): string => {
  if (seen) return `as ${count(seen.rows)} of them are`;
  return `by their types, with ${UNSEEN_BYTES} B for each of ${count(texts)} texts that were not looked at`;
};

/** How many rows a group has, and why, where the engine's own choice does not fit; undefined where it does. */
export const decideRowGroups = (
  evidence: WidthEvidence,
): { readonly rows: number; readonly decision: Decision } | undefined => {
  const rows = rowGroupRows(evidence);
  if (rows === DEFAULT_ROWS) return undefined;
  const width = rowBytes(evidence);
  return {
    rows,
    decision: {
      about: 'row groups',
      action: 'adapt',
      chosen: `${count(rows)} rows a group`,
      evidence: `rows are about ${aboutBytes(width)} wide, ${seenText(evidence)}: ${count(DEFAULT_ROWS)} of them, the usual, have ${aboutBytes(width * DEFAULT_ROWS)} and are held in memory by each thread; ${count(rows)} have ${aboutBytes(width * rows)}`,
      alternatives: [`the usual (row_group_rows: ${DEFAULT_ROWS})`],
      pin: { row_group_rows: rows },
    },
  };
};
