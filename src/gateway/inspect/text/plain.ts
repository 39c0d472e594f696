import type { Content } from '../content.js';
import { refuse } from '../refuse.js';
import { decoded } from './decode.js';
import { ACTIVE_LINE, beginsAs } from './marks.js';

/** Characters in which a tag at the start of a line is seen. */
const LONGEST_MARK = 32;

const ACTIVE_LINES = new RegExp(ACTIVE_LINE.source, 'im');

/** What of a piece is needed to see whether the next one begins a line, and with what. */
const lastLine = (text: string): string => {
  const line = text.slice(text.lastIndexOf('\n') + 1);
  return line.length > LONGEST_MARK ? 'x' : line;
};

/** Proves text: UTF-8 throughout, and nothing that begins as markup or as a script, in any of its lines. */
export const checkText = async ({ name, bytes }: Content): Promise<void> => {
  let tail = '';
  let isStart = true;
  for await (const { text, line } of decoded(name, bytes)) {
    const seen = tail + text;
    const as = isStart ? beginsAs(seen) : undefined;
    if (as !== undefined) refuse('MR8203', `"${name}" is not plain text: it begins as ${as} does`);
    if (ACTIVE_LINES.test(seen))
      refuse('MR8203', `"${name}" is not plain text: it has markup that browsers run, near line ${line}`);
    isStart &&= seen.trimStart().length < LONGEST_MARK;
    tail = isStart ? seen.trimStart() : lastLine(seen);
  }
};
