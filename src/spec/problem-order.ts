import type { Problem } from '../base/errors/index.js';
import { MAX_PROBLEMS } from './limits.js';

const lineOf = ({ place }: Problem): number => place?.line ?? 0;

/** The order of the text; what has no place comes first. */
export const byPlace = (left: Problem, right: Problem): number =>
  lineOf(left) - lineOf(right) || (left.place?.column ?? 0) - (right.place?.column ?? 0);

const identity = ({ code, message, place }: Problem): string =>
  `${code} ${place?.line}:${place?.column} ${message}`;

/** The first problems; the last of them says how many more there are. */
const capped = (problems: readonly Problem[]): readonly Problem[] => {
  const [last, more] = [problems[MAX_PROBLEMS - 1], problems.length - MAX_PROBLEMS];
  if (!last || more <= 0) return problems;
  return [...problems.slice(0, MAX_PROBLEMS - 1), { ...last, notes: [...last.notes, `… and ${more} more`] }];
};

/** Each problem once, in the order of the text. */
const sorted = (problems: readonly Problem[]): readonly Problem[] =>
  capped([...new Map(problems.map((item) => [identity(item), item])).values()].sort(byPlace));

/** What was misread on a line explains whatever else seems to be wrong with the line. */
const unexplained = (problems: readonly Problem[], read: readonly Problem[]): readonly Problem[] => {
  const lines = new Set(read.flatMap(({ place }) => place?.line ?? []));
  return problems.filter(({ place }) => !place || !lines.has(place.line));
};

/**
 * All that is wrong with a text, each once and in its order.
 *
 * @param read what was found when its tree was read
 * @param checked what is wrong with the values of the tree
 */
export const inTextOrder = (read: readonly Problem[], checked: readonly Problem[]): readonly Problem[] =>
  sorted([...read, ...unexplained(checked, read)]);
