import { extname } from 'node:path';
import { failure, MillraceError, type Problem } from '../../base/errors/index.js';
import { problemsOfIssues } from '../issue/issues.js';
import { checkSize } from '../limits.js';
import { sourceText } from '../lines.js';
import type { SourceMap } from '../parsed.js';
import { byPlace } from '../problem-order.js';
import { readJson } from '../read/json.js';
import { readValue } from '../read/value.js';
import { readYaml } from '../read/yaml.js';
import type { TreeResult } from '../read/yaml-tree.js';
import { sourceMap, sourceOfValue } from '../source/source-map.js';
import { misplacedSubstitutions } from '../substitution/misplaced.js';
import type { Environment } from '../substitution/substitute.js';
import { plainOf, type Tree, treeAt } from '../tree.js';
import { serviceProblems } from './checks.js';
import {
  databaseProblems,
  givenOverrides,
  overridden,
  overrideProblems,
  overrides,
  withoutOverridden,
} from './environment.js';
import { mayHaveSecret, withoutSecrets } from './identity-checks.js';
import { type ServiceDocument, serviceSchema } from './schema.js';

/** A configuration that was read; `source` says where its values stand. */
export interface ParsedService {
  readonly document: ServiceDocument;
  readonly source: SourceMap;
}

const checkHead = (root: Tree, source: SourceMap): void => {
  const version = treeAt(root, ['serve']);
  if (version?.kind === 'scalar' && version.value === 1) return;
  const place = source.valuePlace(version ? ['serve'] : []);
  const says = version
    ? 'is of a version that this Millrace does not read'
    : 'does not begin with `serve: 1`';
  throw failure('MR8401', `"${source.file}" ${says}`, place ? { place } : {});
};

const NO_SUBSTITUTION = `Write the value itself. These variables count before the file: ${overrides
  .map(({ variable }) => variable)
  .join(', ')}.`;

const substitutions = (root: Tree, source: SourceMap): readonly Problem[] =>
  misplacedSubstitutions(root, source, mayHaveSecret).map((item) => ({ ...item, mend: NO_SUBSTITUTION }));

const formProblems = (value: unknown, source: SourceMap): readonly Problem[] => {
  const issues = serviceSchema.safeParse(value).error?.issues ?? [];
  return problemsOfIssues(issues, { schema: serviceSchema, value, path: [], source });
};

const checked = (
  { tree, problems: read }: TreeResult,
  source: SourceMap,
  environment: Environment,
): ParsedService => {
  if (read.length === 0) checkHead(tree, source);
  const given = givenOverrides(environment);
  const variables = [...overrideProblems(given, source), ...databaseProblems(environment)];
  // What the environment says wrongly is told once, as what it is; the file is checked as it is then.
  const value = variables.length > 0 ? plainOf(tree) : overridden(plainOf(tree), given);
  const form = [...formProblems(value, source), ...substitutions(tree, source)];
  const document = value as ServiceDocument;
  const meaning =
    form.length > 0 ? [] : serviceProblems(document, withoutOverridden(source, given), environment);
  const all = [...read, ...form, ...variables, ...meaning].toSorted(byPlace);
  if (all.length > 0) throw new MillraceError(withoutSecrets(all, value, source));
  return { document, source };
};

/**
 * Reads the configuration of the service from its text (JSON where the file's name ends in `.json`, else YAML 1.2), with
 * what the environment says in place of it.
 *
 * @throws MillraceError with all problems (MR1002 to MR1031, MR8401 to MR8405), each with its place.
 */
export const parseService = (text: string, file: string, environment: Environment): ParsedService => {
  checkSize(text, file);
  const source = sourceText(text, file);
  const result = extname(file).toLowerCase() === '.json' ? readJson(source) : readYaml(source);
  return checked(result, sourceMap(source, result.tree), environment);
};

/** The configuration of a service that has no file: what is usual, and what the environment says. */
export const serviceWithoutFile = (environment: Environment): ParsedService => {
  const result = readValue({ serve: 1 });
  return checked(result, sourceOfValue('the configuration', result.tree), environment);
};
