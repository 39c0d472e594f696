import { MillraceError, type Problem } from '../../base/errors/index.js';
import { parseDocument } from '../index.js';

/** A small sound document, with lines of one's own at its end. */
export const documentWith = (...lines: readonly string[]): string =>
  ['millrace: 1', 'pipeline: p', 'nodes:', '  a: { use: read_csv }', ...lines, ''].join('\n');

/** A document whose node `a` has these lines under `with`. */
export const withConfig = (...lines: readonly string[]): string =>
  [
    'millrace: 1',
    'pipeline: p',
    'nodes:',
    '  a:',
    '    use: filter',
    '    with:',
    ...lines.map((line) => `      ${line}`),
    '',
  ].join('\n');

/** What is wrong, by whatever throws it; empty where nothing is. */
export const problemsFrom = (act: () => unknown): readonly Problem[] => {
  try {
    act();
    return [];
  } catch (error) {
    if (error instanceof MillraceError) return error.problems;
    throw error;
  }
};

/** What is wrong with a document. */
export const problemsIn = (text: string, file = 'pipeline.yaml'): readonly Problem[] =>
  problemsFrom(() => parseDocument(text, file));

/** `MR1020 4:8 unknown key "uses" in node "a"`. */
export const brief = ({ code, message, place }: Problem): string =>
  `${code} ${place ? `${place.line}:${place.column}` : '-'} ${message}`;

/** What is wrong with a document, one line a problem. */
export const briefly = (text: string, file?: string): readonly string[] => problemsIn(text, file).map(brief);
