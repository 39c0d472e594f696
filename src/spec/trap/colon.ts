import type { Problem } from '../../base/errors/index.js';
import type { SourceText } from '../lines.js';
import type { Visit } from '../tree.js';
import { isBalanced } from './balance.js';
import { trapProblem } from './problems.js';
import { writtenAt } from './written.js';

/** `- x = 'a: b'`: sound YAML, but the colon of an expression made a key of what stands before it. */
export const colonTrap = (source: SourceText, { tree, entry }: Visit): Problem | undefined => {
  if (!entry?.plain || !entry.span || tree.kind !== 'scalar' || isBalanced(entry.key)) return undefined;
  if (!isBalanced(`${entry.key}: ${tree.source}`)) return undefined;
  const written = writtenAt(source, entry.span.start);
  return trapProblem(source, 'the text holds ": ", which YAML reads as a key and its value', written);
};
