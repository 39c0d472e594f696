import { MillraceError, type Problem } from '../../base/errors/index.js';
import { own } from '../../base/own.js';
import type { Document } from '../document.js';
import { isExact, looksNumeric } from '../exact-number.js';
import { at, type Issue, steps } from '../issue/context.js';
import { problemsOfIssues } from '../issue/issues.js';
import type { ParsedDocument, Path, SourceMap } from '../parsed.js';
import { type Resources, resourcesSchema } from '../resources.js';
import { maySubstitute, type Substitution, substitutionsIn } from './pattern.js';

/** Variables by name, as `process.env` gives them. */
export type Environment = Readonly<Record<string, string | undefined>>;

interface Walk {
  readonly environment: Environment;
  readonly source: SourceMap;
  readonly problems: Problem[];
}

const notSet = ({ source }: Walk, path: Path, { name, offset, length }: Substitution): Problem =>
  at('MR1030', `the environment variable "${name}" is not set`, path, source.textPlace(path, offset, length));

const substituteText = (walk: Walk, text: string, path: Path): string => {
  let end = 0;
  let result = '';
  for (const found of substitutionsIn(text)) {
    const value = own(walk.environment, found.name);
    if (value === undefined) walk.problems.push(notSet(walk, path, found));
    result += text.slice(end, found.offset) + (value ?? '');
    end = found.offset + found.length;
  }
  return result + text.slice(end);
};

const substituteIn = (walk: Walk, value: unknown, path: Path): unknown => {
  if (typeof value === 'string') return maySubstitute(path) ? substituteText(walk, value, path) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item, index) => substituteIn(walk, item, [...path, index]));
  const entries = Object.entries(value).map(([key, item]) => [key, substituteIn(walk, item, [...path, key])]);
  return Object.fromEntries(entries);
};

/** A text that was substituted where a number is wanted is that number. */
const asNumber = (value: unknown): unknown =>
  typeof value === 'string' && looksNumeric(value) && isExact(Number(value), value) ? Number(value) : value;

const wantsNumber = (issue: Issue): boolean =>
  issue.code === 'invalid_type' && ['number', 'int'].includes(issue.expected);

const withNumbers = (value: unknown, issues: readonly Issue[], path: Path): unknown => {
  if (issues.some((issue) => samePath(steps(issue), path))) return asNumber(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    withNumbers(item, issues, [...path, key]),
  ]);
  return Object.fromEntries(entries);
};

const samePath = (left: Path, right: Path): boolean =>
  left.length === right.length && left.every((step, index) => step === right[index]);

/** Resources are checked again: what was substituted could be anything. */
const checkedResources = (value: unknown, source: SourceMap): Resources => {
  const first = resourcesSchema.safeParse(value).error?.issues ?? [];
  const numbered = withNumbers(value, first.filter(wantsNumber), []);
  const { data, error } = resourcesSchema.safeParse(numbered);
  if (data) return data;
  const context = { schema: resourcesSchema, value: numbered, path: ['resources'], source };
  throw new MillraceError(problemsOfIssues(error?.issues ?? [], context));
};

/**
 * The document with every `${env:NAME}` replaced by the variable's value. Pure; the hash stays that of the
 * document as it is written.
 *
 * @throws MR1030 for every variable that is not set, or what is wrong with resources after substitution.
 */
export const substituteEnvironment = (
  { document, source }: ParsedDocument,
  environment: Environment,
): Document => {
  const walk: Walk = { environment, source, problems: [] };
  const params = substituteIn(walk, document.params, ['params']) as Document['params'];
  const resources = substituteIn(walk, document.resources, ['resources']);
  const policies = substituteIn(walk, document.policies, ['policies']) as Document['policies'];
  if (walk.problems.length > 0) throw new MillraceError(walk.problems);
  return {
    ...document,
    ...(params && { params }),
    ...(policies && { policies }),
    ...(document.resources && { resources: checkedResources(resources, source) }),
  };
};
