import { CST, Lexer, Parser } from 'yaml';
import { failure, MillraceError, type Problem, problem } from '../../base/errors/index.js';
import { MAX_DEPTH, tooDeep } from '../limits.js';
import type { SourceText } from '../lines.js';

const depthOf = (parser: Parser): number => parser.stack.filter(CST.isCollection).length;

/**
 * The syntax tokens of a YAML text.
 *
 * The parser keeps a stack of its own and does not recurse, so the depth is checked here, before
 * anything that recurses sees the tokens.
 *
 * @throws MR1008 as soon as the text is nested too deeply.
 */
export const yamlTokens = (source: SourceText): readonly CST.Token[] => {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(source.text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > MAX_DEPTH && depthOf(parser) > MAX_DEPTH) {
      throw new MillraceError([tooDeep(source, { start: parser.offset - 1, end: parser.offset })]);
    }
  }
  tokens.push(...parser.end());
  return tokens;
};

const directiveProblem = (source: SourceText, token: CST.Directive): Problem | undefined => {
  const span = { start: token.offset, end: token.offset + token.source.length };
  if (/^%YAML\s+1\.2\s*$/.test(token.source)) return undefined;
  const place = source.place(span);
  if (/^%YAML\s/.test(token.source)) {
    return problem('MR1006', `the directive "${token.source.trim()}" asks for another YAML than 1.2`, {
      place,
    });
  }
  if (/^%TAG\s/.test(token.source)) return problem('MR1004', 'tags cannot be declared', { place });
  return problem('MR1002', `unknown directive "${token.source.trim()}"`, {
    place,
    mend: 'Remove the line.',
  });
};

/** Refuses directives. @throws MR1004, MR1006 or MR1002. */
export const checkDirectives = (source: SourceText, tokens: readonly CST.Token[]): void => {
  const problems = tokens.flatMap((token) =>
    token.type === 'directive' ? (directiveProblem(source, token) ?? []) : [],
  );
  if (problems.length > 0) throw new MillraceError(problems);
};

/** Refuses a text that holds several documents. @throws MR1002. */
export const checkOneDocument = (source: SourceText, tokens: readonly CST.Token[]): void => {
  const [, second] = tokens.filter((token) => token.type === 'document');
  if (!second) return;
  throw failure('MR1002', 'the file holds several YAML documents', {
    place: source.place({ start: second.offset, end: second.offset + 3 }),
    label: 'a second document starts here',
    mend: 'Put each pipeline into a file of its own.',
  });
};
