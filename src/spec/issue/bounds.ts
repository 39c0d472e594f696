import type { Problem } from '../../base/errors/index.js';
import type { Path } from '../parsed.js';
import { found } from '../words.js';
import { type IssueContext, type IssueOf, isOwnMessage, requirementOf, steps, valueAt } from './context.js';
import { refused } from './values.js';

type Bound = IssueOf<'too_small'> | IssueOf<'too_big'>;

const limit = (issue: Bound): number | bigint => (issue.code === 'too_small' ? issue.minimum : issue.maximum);

const direction = (issue: Bound): string => {
  if (issue.exact) return 'exactly';
  if (issue.inclusive === false) return issue.code === 'too_small' ? 'more than' : 'less than';
  return issue.code === 'too_small' ? 'at least' : 'at most';
};

const units: Readonly<Record<string, readonly [one: string, many: string]>> = {
  string: ['character', 'characters'],
  array: ['item', 'items'],
  set: ['item', 'items'],
  map: ['entry', 'entries'],
  object: ['key', 'keys'],
  record: ['key', 'keys'],
};

const requirement = (issue: Bound): string => {
  const size = limit(issue);
  const [one, many] = units[issue.origin] ?? [];
  if (one === undefined) return `must be ${direction(issue)} ${size}`;
  if (issue.code === 'too_small' && Number(size) === 1) return 'must not be empty';
  return `must have ${direction(issue)} ${size} ${Number(size) === 1 ? one : many}`;
};

/** A value past a limit. */
export const outOfBounds = (context: IssueContext, issue: Bound): Problem => {
  const inside: Path = steps(issue);
  const value = valueAt(context, inside);
  const shown = typeof value === 'object' || value === '' ? '' : `, found ${found(value)}`;
  const rule = isOwnMessage(issue.message) ? requirementOf(issue.message) : requirement(issue);
  return refused(context, 'MR1023', inside, `${rule}${shown}`);
};
