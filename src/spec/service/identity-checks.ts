import type { Problem } from '../../base/errors/index.js';
import { own } from '../../base/own.js';
import { at } from '../issue/context.js';
import type { Path, SourceMap } from '../parsed.js';
import { substitutionsIn } from '../substitution/pattern.js';
import type { Environment } from '../substitution/substitute.js';
import { isLoopback } from './loopback.js';
import type { ServiceDocument } from './schema.js';

/** `${env:NAME}` and nothing beside it. */
const secretVariable = (text: string): string | undefined => {
  const [first] = substitutionsIn(text);
  return first && first.length === text.length ? first.name : undefined;
};

/** The secret that a text of the configuration stands for; undefined where there is none. */
export const secretOf = (text: string, environment: Environment): string | undefined => {
  const variable = secretVariable(text);
  return variable === undefined ? undefined : own(environment, variable) || undefined;
};

/** Whether a substitution may stand at a path of the configuration. */
export const mayHaveSecret = (path: Path): boolean =>
  path.length === 4 && path[0] === 'identity' && path[1] === 'oidc' && path[3] === 'client_secret';

type Issuers = NonNullable<NonNullable<ServiceDocument['identity']>['oidc']>;

const hasSafeWay = (issuer: string): boolean => {
  const { protocol, hostname } = new URL(issuer);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname.replaceAll(/[[\]]/g, '')));
};

const issuerProblems = (issuers: Issuers, source: SourceMap): readonly Problem[] =>
  Object.entries(issuers)
    .filter(([, { issuer }]) => !hasSafeWay(issuer))
    .map(([name, { issuer }]) => {
      const path = ['identity', 'oidc', name, 'issuer'];
      return at('MR8714', `"${issuer}" is no https address`, path, source.valuePlace(path));
    });

/** What is written in place of a variable is not repeated: it is a secret. */
const secretProblems = (issuers: Issuers, source: SourceMap, environment: Environment): readonly Problem[] =>
  Object.entries(issuers).flatMap(([name, { client_secret: text }]) => {
    if (text === undefined || secretOf(text, environment) !== undefined) return [];
    const path = ['identity', 'oidc', name, 'client_secret'];
    const variable = secretVariable(text);
    const place = source.valuePlace(path);
    if (variable !== undefined)
      return [at('MR1030', `the environment variable "${variable}" is not set`, path, place)];
    return [at('MR8721', `the secret of the issuer "${name}" stands in the configuration`, path, place)];
  });

const primaryProblems = (issuers: Issuers, source: SourceMap): readonly Problem[] => {
  const [, second] = Object.entries(issuers).filter(([, { primary }]) => primary === true);
  if (!second) return [];
  const path = ['identity', 'oidc', second[0], 'primary'];
  return [at('MR8712', `"${second[0]}" is the second issuer that is primary`, path, source.valuePlace(path))];
};

/** What is wrong with how people are known, beside its form. */
export const identityProblems = (
  { identity }: ServiceDocument,
  source: SourceMap,
  environment: Environment,
): readonly Problem[] => {
  const issuers = identity?.oidc ?? {};
  return [
    ...issuerProblems(issuers, source),
    ...secretProblems(issuers, source, environment),
    ...primaryProblems(issuers, source),
  ];
};

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const inside = (value: unknown, key: string): unknown => (isMapping(value) ? own(value, key) : undefined);

/** Lines of a configuration, whatever else is wrong with it, in which a secret stands itself. */
const secretLines = (value: unknown, source: SourceMap): ReadonlySet<number> => {
  const issuers = inside(inside(value, 'identity'), 'oidc');
  const lines = Object.entries(isMapping(issuers) ? issuers : {}).flatMap(([name, issuer]) => {
    const text = inside(issuer, 'client_secret');
    if (typeof text !== 'string' || secretVariable(text) !== undefined) return [];
    const line = source.valuePlace(['identity', 'oidc', name, 'client_secret'])?.line;
    return line === undefined ? [] : [line];
  });
  return new Set(lines);
};

/** Problems with their places, but without the lines that show a secret. */
export const withoutSecrets = (
  problems: readonly Problem[],
  value: unknown,
  source: SourceMap,
): readonly Problem[] => {
  const lines = secretLines(value, source);
  return problems.map((each) =>
    each.place && lines.has(each.place.line)
      ? { ...each, place: { ...each.place, lineText: '', column: 1, length: 1 } }
      : each,
  );
};
