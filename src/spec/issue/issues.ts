import type { Problem } from '../../base/errors/index.js';
import { isSecret, secretProblem } from '../check/secrets.js';
import { outOfBounds } from './bounds.js';
import { type Issue, type IssueContext, type IssueOf, isOwnMessage, steps, valueAt } from './context.js';
import { invalidKey, unknownKeys } from './keys.js';
import { readUnion } from './union.js';
import { notListed, refused, wrongForm, wrongType } from './values.js';

const nested = (issue: Issue, inner: Issue): Issue => ({ ...inner, path: [...issue.path, ...inner.path] });

const unionProblems = (context: IssueContext, issue: IssueOf<'invalid_union'>): readonly Problem[] => {
  const inside = steps(issue);
  if (issue.errors.length === 0) {
    const values = 'options' in issue ? (issue.options ?? []) : [];
    return [notListed(context, inside, values)];
  }
  const reading = readUnion(issue.errors, valueAt(context, inside));
  if (reading.kind === 'types') return [wrongType(context, inside, reading.types, reading.values)];
  return reading.issues.flatMap((inner) => problemsOf(context, nested(issue, inner)));
};

const otherProblem = (context: IssueContext, issue: Issue): Problem => {
  const text = isOwnMessage(issue.message) ? issue.message : 'is not allowed';
  const { at = 'value', mend } = (issue.code === 'custom' && issue.params) || {};
  const place = at === 'key' ? context.source.keyPlace([...context.path, ...steps(issue)]) : undefined;
  return refused(context, 'MR1023', steps(issue), text.replace(/\.$/, ''), {
    ...(place ? { place } : {}),
    ...(typeof mend === 'string' ? { mend } : {}),
  });
};

const problemsOf = (context: IssueContext, issue: Issue): readonly Problem[] => {
  switch (issue.code) {
    case 'invalid_type':
      return [wrongType(context, steps(issue), [issue.expected])];
    case 'invalid_value':
      return [notListed(context, steps(issue), issue.values)];
    case 'unrecognized_keys':
      return unknownKeys(context, issue);
    case 'invalid_key':
      return [invalidKey(context, issue)];
    case 'invalid_format':
      return [wrongForm(context, issue)];
    case 'invalid_union':
      return unionProblems(context, issue);
    case 'too_small':
    case 'too_big':
      return [outOfBounds(context, issue)];
    default:
      return [otherProblem(context, issue)];
  }
};

const secretAt = (context: IssueContext, issue: Issue): Problem | undefined => {
  const inside = steps(issue);
  return isSecret(valueAt(context, inside))
    ? secretProblem([...context.path, ...inside], context.source)
    : undefined;
};

/**
 * What Zod found, as problems with places in the document.
 *
 * A failed union gives the issues of the branch that fits best; each unknown key is a problem of its own.
 */
export const problemsOfIssues = (issues: readonly Issue[], context: IssueContext): readonly Problem[] =>
  issues.flatMap((issue) => secretAt(context, issue) ?? problemsOf(context, issue));
