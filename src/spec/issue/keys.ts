import { didYouMean, listed } from '../../base/diagnostics/suggest.js';
import type { Problem } from '../../base/errors/index.js';
import { own } from '../../base/own.js';
import { invalidName, isNameRule } from '../check/name-rule.js';
import { notBuiltAt } from '../not-built.js';
import type { Path } from '../parsed.js';
import { keysAt } from '../schema-walk.js';
import { named } from '../words.js';
import {
  at,
  type IssueContext,
  type IssueOf,
  inNode,
  isOwnMessage,
  requirementOf,
  steps,
} from './context.js';

/** Words of other tools for keys of a node. */
const synonyms: Readonly<Record<string, string>> = {
  uses: 'use',
  type: 'use',
  inputs: 'from',
  input: 'from',
  config: 'with',
  needs: 'from',
};

const suggestion = (path: Path, key: string, known: readonly string[]): string | undefined => {
  const synonym = path.length === 2 && path[0] === 'nodes' ? own(synonyms, key) : undefined;
  return synonym === undefined ? didYouMean(key, known) : `did you mean "${synonym}"?`;
};

const where = (path: Path): string => {
  if (path.length === 0) return '';
  return path[0] === 'nodes' && path.length === 2 ? inNode(path) : ` in ${named(path)}${inNode(path)}`;
};

const unknownKey = (context: IssueContext, inside: Path, key: string, known: readonly string[]): Problem => {
  const path = [...context.path, ...inside, key];
  const place = context.source.keyPlace(path);
  const notBuilt = notBuiltAt(path);
  if (notBuilt !== undefined) return at('MR9001', `${notBuilt} is not built yet`, path, place);
  const parent = path.slice(0, -1);
  const label = suggestion(parent, key, known);
  return at('MR1020', `unknown key "${key}"${where(parent)}`, path, place, {
    ...(label !== undefined && { label }),
    notes: known.length > 0 ? [`keys here: ${listed(known)}`] : [],
  });
};

/** One problem for each key that the schema does not know. */
export const unknownKeys = (
  context: IssueContext,
  issue: IssueOf<'unrecognized_keys'>,
): readonly Problem[] => {
  const inside = steps(issue);
  const known = keysAt(context.schema, inside);
  return issue.keys.map((key) => unknownKey(context, inside, key, known));
};

/** A key that breaks the rule for keys: a name, or one of a list. */
export const invalidKey = (context: IssueContext, issue: IssueOf<'invalid_key'>): Problem => {
  const inside = steps(issue);
  const path = [...context.path, ...inside];
  const key = String(path.at(-1));
  const place = context.source.keyPlace(path);
  const [first] = issue.issues;
  if (first?.code === 'invalid_format' && isNameRule(first.pattern)) {
    return at('MR1024', invalidName(key), path, place, { mend: `Use ${first.message}.` });
  }
  if (first?.code === 'invalid_value') {
    return unknownKey(context, inside.slice(0, -1), key, first.values.map(String));
  }
  const rule = first && isOwnMessage(first.message) ? `: it ${requirementOf(first.message)}` : '';
  return at('MR1023', `the key "${key}" is not allowed${rule}`, path, place);
};
