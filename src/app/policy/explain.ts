import { didYouMean, listed } from '../../base/diagnostics/suggest.js';
import { failure, isError, MillraceError, type Problem } from '../../base/errors/index.js';
import type { PolicySetting } from '../../kit/index.js';
import { type Facts, type Rule, resolve, rulesFor, settled } from '../../policies/index.js';
import type { ParsedDocument } from '../../spec/index.js';
import { limitsOf } from '../check/settings.js';
import { loadDocument } from '../load/load-document.js';
import type { Wiring } from '../wiring.js';
import { factsOf, type Ruled, ruledBy } from './govern.js';
import { type LearnedNow, learnedNow } from './learned-now.js';
import { originOf, type RuleOrigin } from './origin.js';
import { processesFor } from './partition.js';
import { policyProblems } from './plan.js';
import { settingsOf } from './record.js';

/** What holds besides, once there is an error of a kind. */
export interface ErrorSettings {
  /** What the rule's `match` says of errors. */
  readonly fault?: readonly string[];
  readonly code?: readonly string[];
  readonly settings: readonly PolicySetting[];
}

/** The policy of a node, or of the run as a whole. */
export interface ExplainedPolicy {
  /** Absent for the run. */
  readonly node?: string;
  readonly kind?: string;
  /** Numbers of the document's rules that match, from 1. */
  readonly matched: readonly number[];
  /** Of the project's; absent where none matches. */
  readonly matchedShared?: readonly number[];
  readonly settings: readonly PolicySetting[];
  readonly onErrors: readonly ErrorSettings[];
  /** What is learned comes to this after the runs so far; absent where nothing is. */
  readonly learned?: readonly LearnedNow[];
}

/** The policies of a document, with the rule that gives each value. */
export interface PolicyExplanation {
  readonly file: string;
  readonly pipeline: string;
  readonly rules: number;
  /** The project file, where pipelines share rules by one. */
  readonly project?: { readonly file: string; readonly rules: number };
  readonly policies: readonly ExplainedPolicy[];
  readonly warnings: readonly Problem[];
}

const listOf = (given: string | readonly string[] | undefined): readonly string[] | undefined =>
  given === undefined ? undefined : [given].flat();

const sameRule = (one: RuleOrigin, other: RuleOrigin): boolean =>
  one.rule === other.rule && one.file === other.file;

const errorSettings = (
  rules: readonly Rule[],
  facts: Facts,
  parsed: ParsedDocument,
): readonly ErrorSettings[] => {
  const matching = rulesFor(rules, facts);
  return matching
    .filter(({ matcher }) => matcher.isOfErrors)
    .map((own) => {
      const holding = matching.filter((rule) => rule === own || !rule.matcher.isOfErrors);
      const { fault, code } = own.rule.match ?? {};
      const [faults, codes] = [listOf(fault), listOf(code)];
      const origin = originOf(parsed, own.index);
      return {
        ...(faults ? { fault: faults } : {}),
        ...(codes ? { code: codes } : {}),
        settings: settingsOf(settled(holding), parsed).filter((setting) => sameRule(setting, origin)),
      };
    });
};

const explained = (
  { written }: Ruled,
  facts: Facts,
  parsed: ParsedDocument,
  learned: readonly LearnedNow[],
): ExplainedPolicy => {
  const [node] = facts.nodes;
  const matching = rulesFor(written, facts).map(({ index }) => originOf(parsed, index));
  const shared = matching.filter(({ file }) => file !== undefined).map(({ rule }) => rule);
  return {
    ...(node ? { node: node.name, kind: node.kind } : {}),
    matched: matching.filter(({ file }) => file === undefined).map(({ rule }) => rule),
    ...(shared.length > 0 ? { matchedShared: shared } : {}),
    settings: settingsOf(resolve(written, facts), parsed),
    onErrors: errorSettings(written, facts, parsed),
    ...(learned.length > 0 ? { learned } : {}),
  };
};

const refuseUnknown = ({ facts }: Ruled, node: string): void => {
  const names = facts.nodes.map(({ name }) => name);
  if (names.includes(node)) return;
  const label = didYouMean(node, names);
  throw failure('MR7006', `there is no node "${node}"`, {
    notes: [`nodes: ${listed(names)}`],
    ...(label === undefined ? {} : { label }),
  });
};

/**
 * The policy of each node of a document, or of one, and of the run. Nothing is read but the document and, where something is
 * learned, what earlier runs have left.
 *
 * @throws what is wrong with the document, and MR7006 for a node that there is not
 */
export const explainPolicies = async (
  wiring: Wiring,
  file: string,
  node?: string,
  runDir?: string,
): Promise<PolicyExplanation> => {
  const loaded = await loadDocument(file, wiring.cwd);
  const { document, source, project } = loaded.parsed;
  const ruled = ruledBy(document, document);
  if (node !== undefined) refuseUnknown(ruled, node);
  const problems = policyProblems(wiring, loaded, ruled);
  if (problems.some(isError)) throw new MillraceError(problems);
  const chosen = ruled.facts.nodes.filter(({ name }) => node === undefined || name === node);
  const processes = processesFor(limitsOf(document, {}, wiring));
  const all = [
    ...(node === undefined ? [factsOf(ruled, [])] : []),
    ...chosen.map(({ name }) => factsOf(ruled, [name])),
  ];
  return {
    file: source.file,
    pipeline: document.pipeline,
    rules: ruled.written.length,
    ...(project ? { project: { file: project.file, rules: project.rules } } : {}),
    policies: await Promise.all(
      all.map(async (facts) =>
        explained(ruled, facts, loaded.parsed, await learnedNow(wiring, runDir, ruled, facts, processes)),
      ),
    ),
    warnings: problems,
  };
};
