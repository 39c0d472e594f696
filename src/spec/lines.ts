import type { Place } from '../base/errors/index.js';
import type { Span } from './tree.js';

/** A text with its lines; finds the place of a stretch. */
export interface SourceText {
  readonly file: string;
  /** Without a byte order mark. */
  readonly text: string;
  /** The place of a stretch, clipped to the line on which it starts. */
  readonly place: (span: Span) => Place;
}

const lineStarts = (text: string): readonly number[] => {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
};

/** Index of the last line that starts at or before an offset. */
const lineOf = (starts: readonly number[], offset: number): number => {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
};

/** Reads a text as lines; a byte order mark at its start is left out. */
export const sourceText = (written: string, file: string): SourceText => {
  const text = written.startsWith('\u{FEFF}') ? written.slice(1) : written;
  const starts = lineStarts(text);
  const place = ({ start, end }: Span): Place => {
    const index = lineOf(starts, start);
    const from = starts[index] ?? 0;
    const to = (starts[index + 1] ?? text.length + 1) - 1;
    const lineText = text.slice(from, text[to - 1] === '\r' ? to - 1 : to);
    const length = Math.max(1, Math.min(end, from + lineText.length) - start);
    return { file, line: index + 1, column: start - from + 1, length, lineText };
  };
  return { file, text, place };
};
