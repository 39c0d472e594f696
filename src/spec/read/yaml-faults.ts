import type { YAMLError } from 'yaml';
import { type Problem, problem } from '../../base/errors/index.js';
import { MAX_PROBLEMS } from '../limits.js';
import type { SourceText } from '../lines.js';
import { enclosingKeys, isUnderWith } from '../trap/enclosing.js';
import { leadingTrap, startsSpecially, trapProblem } from '../trap/problems.js';
import { type Written, writtenAt } from '../trap/written.js';
import { openQuoteBefore } from './open-quote.js';

/** What the YAML parser found, with what is known of the line on which it found it. */
interface Fault {
  readonly source: SourceText;
  readonly error: YAMLError;
  readonly written: Written;
}

type Reading = (fault: Fault) => Problem | undefined;

const syntax = ({ source, error }: Fault, message: string, mend?: string): Problem =>
  problem('MR1002', message, {
    place: source.place({ start: error.pos[0], end: error.pos[1] }),
    ...(mend !== undefined && { mend }),
  });

const tab: Reading = (fault) =>
  fault.error.code === 'TAB_AS_INDENT'
    ? syntax(fault, 'a tab is used as indentation', 'Indent with spaces; YAML does not take tabs.')
    : undefined;

const unclosedQuote: Reading = ({ source, error }) => {
  if (error.code !== 'MISSING_CHAR' || !error.message.startsWith('Missing closing')) return undefined;
  const start = openQuoteBefore(source.text, error.pos[0]);
  const place = source.place({ start, end: source.text.length });
  return problem('MR1002', 'a quoted text is never closed', { place, mend: 'Close the quote.' });
};

/** `where: x = 'a: b'`: the colon starts a mapping inside the value. */
const colon: Reading = ({ source, error, written }) =>
  /^BLOCK_(AS_IMPLICIT_KEY|IN_FLOW)$/.test(error.code) &&
  /:(\s|$)/.test(written.text) &&
  !/^[?[{]/.test(written.text)
    ? trapProblem(source, 'the text holds ": ", which YAML reads as a key and its value', written)
    : undefined;

/** `{ n: a[1] }`: brackets end a plain value inside `{ }` and `[ ]`. */
const bracket: Reading = ({ source, error, written }) =>
  error.code === 'UNEXPECTED_TOKEN' &&
  /^[[{]$/.test(source.text[error.pos[0]] ?? '') &&
  !startsSpecially(written.text)
    ? trapProblem(source, 'inside { } and [ ] a bracket ends the value before it', written)
    : undefined;

/** `where: 'a' = b`: what follows the quoted text is left over. */
const leading: Reading = ({ source, error, written }) => {
  const strays = error.pos[0] >= written.start && startsSpecially(written.text);
  if (!strays || error.code === 'BAD_DQ_ESCAPE') return undefined;
  const isTag = written.text.startsWith('!') && !isUnderWith(enclosingKeys(source, written.start));
  if (!isTag) return leadingTrap(source, written);
  const place = source.place({ start: written.start, end: written.start + 1 });
  return problem('MR1004', 'a value starts with a YAML tag', { place });
};

/** `where: a and # note` and its next line: the comment ended the value. */
const comment: Reading = ({ source, error }) => {
  if (!/^(BAD_INDENT|MISSING_CHAR|MULTILINE_IMPLICIT_KEY)$/.test(error.code)) return undefined;
  const before = source.text.lastIndexOf('\n', error.pos[0] - 1);
  const { lineText, column } = source.place({ start: Math.max(0, before), end: before });
  const at = lineText.search(/\S\s+#/);
  if (at < 0) return undefined;
  const written = writtenAt(source, before - column + 1 + at);
  return trapProblem(
    source,
    'a comment ended the value before its next line',
    written,
    'a comment starts at " #"',
    'Take the comment out of the expression, or write the expression on one line in quotes.',
  );
};

const unclosedFlow: Reading = (fault) =>
  /^Flow (map|sequence)|Expected flow .* to end with/.test(fault.error.message)
    ? syntax(
        fault,
        'a "{" or "[" before this place is never closed',
        'Close it, or write the value in block style.',
      )
    : undefined;

const missingColon: Reading = (fault) =>
  fault.error.code === 'MISSING_CHAR' || fault.error.code === 'MULTILINE_IMPLICIT_KEY'
    ? syntax(fault, 'a key without ":" and a value', 'Write `key: value`.')
    : undefined;

const indentation: Reading = (fault) =>
  fault.error.code === 'BAD_INDENT' || fault.error.code.startsWith('BLOCK_')
    ? syntax(fault, 'the line does not fit the indentation of the lines around it')
    : undefined;

const readings: readonly Reading[] = [
  tab,
  unclosedQuote,
  colon,
  bracket,
  leading,
  comment,
  unclosedFlow,
  missingColon,
  indentation,
];

const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const read = (source: SourceText, error: YAMLError): Problem => {
  const fault = { source, error, written: writtenAt(source, error.pos[0]) };
  for (const reading of readings) {
    const found = reading(fault);
    if (found) return found;
  }
  return syntax(fault, `malformed YAML: ${lowered(error.message)}`);
};

/** Errors after which the parser goes on as if nothing was wrong. */
const isHarmless = ({ code }: YAMLError): boolean =>
  /^(BAD_SCALAR_START|BAD_ALIAS|BAD_DQ_ESCAPE|TAB_AS_INDENT)$/.test(code);

const firstOfEachLine = (source: SourceText, errors: readonly YAMLError[]): readonly YAMLError[] => {
  const lines = errors.map(({ pos: [start, end] }) => source.place({ start, end }).line);
  return errors.filter((_, index) => lines[index] !== lines[index - 1]);
};

/**
 * What the YAML parser found, said in words of the document format.
 *
 * One mistake makes the parser lose its way, so that only the first of those counts.
 */
export const yamlProblems = (source: SourceText, errors: readonly YAMLError[]): readonly Problem[] => {
  const ordered = [...errors].sort((left, right) => left.pos[0] - right.pos[0]);
  const first = ordered.findIndex((error) => !isHarmless(error));
  const counted = first < 0 ? ordered : ordered.slice(0, first + 1);
  return firstOfEachLine(source, counted)
    .slice(0, MAX_PROBLEMS)
    .map((error) => read(source, error));
};
