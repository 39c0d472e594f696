import { NODE_NAME, PIPELINE_NAME } from '../names.js';

const rules: ReadonlySet<string> = new Set([NODE_NAME, PIPELINE_NAME].map(String));

/** Whether a pattern is the rule for a name, rather than for some other text. */
export const isNameRule = (pattern: string | undefined): boolean =>
  pattern !== undefined && rules.has(pattern);

/** What is wrong with a text that should be a name. */
export const invalidName = (name: string): string => {
  if (name === '') return 'the name is empty';
  if (name.length > 64) return `the name "${name.slice(0, 20)}…" has more than 64 characters`;
  return `the name "${name}" is not valid`;
};
