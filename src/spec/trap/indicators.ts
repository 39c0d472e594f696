import { type Problem, problem } from '../../base/errors/index.js';
import type { SourceText } from '../lines.js';
import type { Path } from '../parsed.js';
import type { Span } from '../tree.js';
import { isUnderWith } from './enclosing.js';
import { leadingTrap } from './problems.js';
import { writtenAt } from './written.js';

/** Where the sign before a value stands: the parser says only where the value starts. */
const signBefore = (source: SourceText, sign: string, { start }: Span): number => {
  let at = source.text.lastIndexOf(sign, start);
  while (source.text[at - 1] === sign) at -= 1;
  return Math.max(0, at);
};

/** `where: *x`: an alias of an anchor that is not there, so it was meant as an expression. */
export const unknownAlias = (source: SourceText, { start }: Span): Problem =>
  leadingTrap(source, writtenAt(source, start));

/** `where: &a`: an anchor on nothing, so it was meant as an expression. */
export const anchorProblem = (source: SourceText, span: Span): Problem =>
  leadingTrap(source, writtenAt(source, signBefore(source, '&', span)));

/** A tag; under `with` it was meant as an expression that starts with `!`. */
export const tagProblem = (source: SourceText, span: Span, path: Path): Problem => {
  const start = signBefore(source, '!', span);
  if (isUnderWith(path)) return leadingTrap(source, writtenAt(source, start));
  const [tag = '!'] = /^!\S*/.exec(source.text.slice(start)) ?? [];
  return problem('MR1004', `the tag "${tag}" is not allowed`, {
    place: source.place({ start, end: start + tag.length }),
  });
};
