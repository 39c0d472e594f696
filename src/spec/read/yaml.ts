import { Composer, type Document, type YAMLError } from 'yaml';
import { failure, MillraceError } from '../../base/errors/index.js';
import { checkCharacters } from '../limits.js';
import type { SourceText } from '../lines.js';
import { trapsIn } from '../trap/traps.js';
import { yamlProblems } from './yaml-faults.js';
import { checkDirectives, checkOneDocument, yamlTokens } from './yaml-tokens.js';
import { type TreeResult, yamlTree } from './yaml-tree.js';

const options = {
  version: '1.2',
  schema: 'core',
  merge: false,
  stringKeys: true,
  // Duplicate keys are found when the tree is built; the parser would compare each with each.
  uniqueKeys: false,
  keepSourceTokens: false,
  logLevel: 'silent',
} as const;

const composed = (source: SourceText): Document | undefined => {
  const tokens = yamlTokens(source);
  checkDirectives(source, tokens);
  checkOneDocument(source, tokens);
  const [document] = new Composer(options).compose(tokens, true, source.text.length);
  return document;
};

/** Keys that are lists or mappings are reported by the tree. */
const counts = ({ code }: YAMLError): boolean => code !== 'NON_STRING_KEY' && code !== 'TAG_RESOLVE_FAILED';

/**
 * Reads YAML 1.2 (core schema).
 *
 * @throws MR1002 to MR1010 for what stops the reading; what the tree can be built around is in `problems`.
 */
export const readYaml = (source: SourceText): TreeResult => {
  checkCharacters(source);
  const document = composed(source);
  const errors = document?.errors.filter(counts) ?? [];
  if (errors.length > 0) throw new MillraceError(yamlProblems(source, errors));
  if (!document?.contents) throw failure('MR1009', `"${source.file}" is empty`);
  const result = yamlTree(source, document.contents);
  return { tree: result.tree, problems: [...result.problems, ...trapsIn(source, result.tree)] };
};
