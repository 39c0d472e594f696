import * as z from 'zod';
import { didYouMean } from '../../base/diagnostics/suggest.js';
import type { Place, Problem, ProblemDetails } from '../../base/errors/index.js';
import { invalidName, isNameRule } from '../check/name-rule.js';
import { isExact } from '../exact-number.js';
import type { Path } from '../parsed.js';
import { schemasAt } from '../schema-walk.js';
import { isUnderWith } from '../trap/enclosing.js';
import { quoteYaml } from '../trap/written.js';
import { allowed, either, expected, found, isNumberText, named } from '../words.js';
import {
  at,
  type IssueContext,
  type IssueOf,
  inNode,
  isOwnMessage,
  requirementOf,
  steps,
  subject,
  valueAt,
} from './context.js';

/** `"threads" in node "x" …` at the value. */
export const refused = (
  context: IssueContext,
  code: 'MR1022' | 'MR1023',
  inside: Path,
  rest: string,
  details: ProblemDetails = {},
): Problem => {
  const path = [...context.path, ...inside];
  return at(code, `${subject(path)} ${rest}`, path, context.source.valuePlace(path), details);
};

const missing = ({ path: before, source }: IssueContext, inside: Path): Problem => {
  const path = [...before, ...inside];
  const parent = path.slice(0, -1);
  const place = source.keyPlace(parent) ?? source.valuePlace(parent);
  return at('MR1021', `the key ${named(path)} is missing${inNode(parent)}`, parent, place);
};

const inexact = (context: IssueContext, inside: Path, text: string): Problem => {
  const zeros = /^[-+]?0\d/.test(text);
  const what = zeros ? 'has leading zeros' : 'cannot be represented exactly';
  return refused(context, 'MR1023', inside, `is the number ${text}, which ${what}`, {
    mend: zeros ? 'Leave the zeros out.' : 'Use a number of at most 15 digits.',
  });
};

const opensFlow = (place: Place | undefined): boolean => /[[{]/.test(place?.lineText[place.column - 1] ?? '');

/** What text at a place must be like, where this text is not like it: to put it in quotes would not help. */
const formAt = ({ schema }: IssueContext, inside: Path, text: string): string | undefined => {
  const results = schemasAt(schema, inside).map((each) => z.safeParse(each, text));
  if (results.some(({ success }) => success)) return undefined;
  const issues = results.flatMap(({ error }) => error?.issues ?? []);
  return issues.find(({ code, message }) => code === 'invalid_format' && isOwnMessage(message))?.message;
};

/** Advice that the value itself suggests. */
const mendFor = (
  context: IssueContext,
  inside: Path,
  value: unknown,
  types: readonly string[],
): ProblemDetails => {
  const path = [...context.path, ...inside];
  const key = typeof path.at(-1) === 'string' ? `${path.at(-1)}: ` : '- ';
  const text = context.source.sourceText(path);
  if (types.includes('string') && typeof value !== 'object') {
    const form = formAt(context, inside, text ?? '');
    return { mend: form === undefined ? `write: ${key}${quoteYaml(text ?? '')}` : `Write ${form}.` };
  }
  if (isNumberText(value)) return { mend: `write: ${key}${value}` };
  if (types.includes('string') && isUnderWith(path) && opensFlow(context.source.valuePlace(path))) {
    return { mend: 'An expression that starts with "[" or "{" must be in quotes.' };
  }
  return value === null && types.includes('string') ? { mend: `write: ${key}"…", or leave the key out` } : {};
};

/** A value of a type that none of the types asked for takes, nor is it one of some values. */
export const wrongType = (
  context: IssueContext,
  inside: Path,
  types: readonly string[],
  values: readonly unknown[] = [],
): Problem => {
  const value = valueAt(context, inside);
  if (value === undefined && inside.length > 0) return missing(context, inside);
  const numeric = types.some((type) => type === 'number' || type === 'int');
  if (numeric && isNumberText(value) && !isExact(Number(value), value))
    return inexact(context, inside, value);
  const wanted = either([...new Set([...values.map((value) => allowed([value])), ...types.map(expected)])]);
  const details = mendFor(context, inside, value, types);
  return refused(context, 'MR1022', inside, `must be ${wanted}, found ${found(value)}`, details);
};

/** A value that is none of those listed. */
export const notListed = (context: IssueContext, inside: Path, values: readonly unknown[]): Problem => {
  const value = valueAt(context, inside);
  if (value === undefined && inside.length > 0) return missing(context, inside);
  const label = typeof value === 'string' ? didYouMean(value, values.map(String)) : undefined;
  const rest = `must be ${values.length > 1 ? 'one of ' : ''}${allowed(values)}, found ${found(value)}`;
  return refused(context, 'MR1023', inside, rest, label === undefined ? {} : { label });
};

/** A text that is not of the form asked for. */
export const wrongForm = (context: IssueContext, issue: IssueOf<'invalid_format'>): Problem => {
  const inside = steps(issue);
  const path = [...context.path, ...inside];
  const value = valueAt(context, inside);
  if (isNameRule(issue.pattern)) {
    const place = context.source.valuePlace(path);
    return at('MR1024', invalidName(String(value)), path, place, { mend: `Use ${issue.message}.` });
  }
  const form = isOwnMessage(issue.message) ? issue.message : (issue.pattern ?? issue.format);
  return refused(context, 'MR1023', inside, `${requirementOf(form)}, found ${found(value)}`);
};
