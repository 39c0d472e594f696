import { CST, Lexer } from 'yaml';

/** Signs that the lexer puts between the pieces of the text. */
const MARKS: ReadonlySet<string> = new Set([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR]);

/** Where the last quoted text before an offset opens: the parser itself says only where it missed the end. */
export const openQuoteBefore = (text: string, offset: number): number => {
  let at = 0;
  let found = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (MARKS.has(lexeme)) continue;
    if (at >= offset) break;
    if (/^['"]/.test(lexeme)) found = at;
    at += lexeme.length;
  }
  return found;
};
