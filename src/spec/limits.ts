import { failure, type Problem, problem } from '../base/errors/index.js';
import type { SourceText } from './lines.js';
import type { Span } from './tree.js';

/** Bytes of text that a document may have. */
export const MAX_BYTES = 4_000_000;
/** Levels of lists and mappings inside one another. */
export const MAX_DEPTH = 100;
/** Values that aliases may add to a document. */
export const MAX_ALIASED = 10_000;
/** Problems that are reported at once; a document that has more is not what it should be at all. */
export const MAX_PROBLEMS = 500;
/** Nodes of a document. */
export const MAX_NODES = 1000;

/** Refuses a text that is too long before anything reads it. */
export const checkSize = (text: string, file: string): void => {
  const bytes = text.length > MAX_BYTES ? text.length : Buffer.byteLength(text);
  if (bytes <= MAX_BYTES) return;
  throw failure('MR1008', `"${file}" is larger than 4 MB`);
};

/** What is wrong with a document that is nested too deeply. */
export const tooDeep = (source?: SourceText, span?: Span): Problem =>
  problem('MR1008', `the document is nested more than ${MAX_DEPTH} levels deep`, {
    ...(source && span && { place: source.place(span) }),
  });

// Line breaks and tabs are the only control characters that a text needs.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that are refused
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F]/;

/** Refuses control characters, of which an editor shows nothing. */
export const checkCharacters = (source: SourceText): void => {
  const found = CONTROL.exec(source.text);
  if (!found) return;
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  throw failure('MR1002', `the control character U+${code} is not allowed`, {
    place: source.place({ start: found.index, end: found.index + 1 }),
    mend: 'Remove the character; in double quotes it can be written as an escape.',
  });
};
