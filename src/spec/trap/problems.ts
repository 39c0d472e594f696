import { type Problem, problem } from '../../base/errors/index.js';
import type { SourceText } from '../lines.js';
import { quotedMend, type Written } from './written.js';

/** An MR1010 at the whole of a written value, with the value quoted as its mend. */
export const trapProblem = (
  source: SourceText,
  message: string,
  written: Written,
  label?: string,
  mend = quotedMend(written),
): Problem =>
  problem('MR1010', message, {
    place: source.place({ start: written.start, end: written.start + written.text.length }),
    mend,
    ...(label !== undefined && { label }),
  });

const meanings: Readonly<Record<string, string>> = {
  "'": 'YAML reads the first quoted text as the whole value',
  '"': 'YAML reads the first quoted text as the whole value',
  '*': 'YAML reads it as an alias',
  '&': 'YAML reads it as an anchor',
  '!': 'YAML reads it as a tag',
  '%': 'YAML keeps this character for directives',
  '@': 'YAML keeps this character for itself',
  '`': 'YAML keeps this character for itself',
  '[': 'YAML reads a list',
  '{': 'YAML reads a mapping',
  '|': 'YAML reads the head of a text block',
  '>': 'YAML reads the head of a text block',
  '-': 'YAML reads a list item',
  '?': 'YAML reads a key',
};

/** Whether YAML takes the first character of a value as a sign of its own. */
export const startsSpecially = (text: string): boolean => (text[0] ?? '') in meanings;

/** An expression whose first character means something else to YAML. */
export const leadingTrap = (source: SourceText, written: Written): Problem => {
  const first = written.text[0] ?? '';
  return trapProblem(
    source,
    `an expression that starts with ${first === '"' ? `'"'` : `"${first}"`} must be quoted`,
    written,
    meanings[first],
  );
};
