import type { Problem } from '../../base/errors/index.js';
import type { SourceText } from '../lines.js';
import type { Path } from '../parsed.js';
import type { Visit } from '../tree.js';
import { endsOpen, isBalanced } from './balance.js';
import { isUnderWith } from './enclosing.js';
import { trapProblem } from './problems.js';
import { writtenAt } from './written.js';

const commentAfter = (source: SourceText, end: number): string | undefined =>
  /^[ \t]+#[^\r\n]*/.exec(source.text.slice(end, end + 2000))?.[0];

const isProse = (path: Path): boolean => ['description', 'owner', 'name'].includes(String(path.at(-1)));

/** Outside of `with` a text may hold a lone quote; only one that the comment closes was cut. */
const isCut = (path: Path, text: string, comment: string): boolean => {
  if (isUnderWith(path)) return !isBalanced(text) || endsOpen(text);
  return !isProse(path) && !isBalanced(text) && isBalanced(text + comment);
};

const report = (source: SourceText, start: number, text: string): Problem => {
  const written = { ...writtenAt(source, start), text, start };
  return trapProblem(source, 'a comment cut the expression off', written, 'a comment starts at " #"');
};

/** `where: name = 'a #1'`: everything from ` #` on is a comment. */
export const commentTrap = (source: SourceText, { tree, path }: Visit): Problem | undefined => {
  if (tree.kind !== 'scalar' || tree.style !== 'plain' || !tree.span || typeof tree.value !== 'string')
    return undefined;
  const comment = commentAfter(source, tree.span.end);
  if (comment === undefined || !isCut(path, tree.value, comment)) return undefined;
  return report(source, tree.span.start, tree.source + comment);
};
