import { type Problem, problem } from '../../base/errors/index.js';
import { type Graph, type Stage, wholeName } from '../../planner/index.js';
import {
  type Budget,
  contradictions,
  createBudget,
  type Facts,
  policyOf,
  type Rule,
  resolve,
  ruleProblems,
  rulesFor,
  settled,
} from '../../policies/index.js';
import { onlyNewOf } from '../check/new-files.js';
import type { Settings } from '../check/settings.js';
import type { LoadedDocument } from '../load/load-document.js';
import type { Wiring } from '../wiring.js';
import { factsOf, type Governed, govern, type Ruled, ruledBy } from './govern.js';
import { rulesAsWritten } from './origin.js';
import type { PolicyTools } from './tools.js';
import type { Trying } from './trying.js';

/** The policies of a run, resolved before it begins. */
export interface PlannedPolicies {
  readonly ruled: Ruled;
  /** The run as a whole. */
  readonly run: Governed;
  /** By the stage's id. */
  readonly stages: ReadonlyMap<string, Governed>;
  /** What the run may try again, with what opening its sources has left of it. */
  readonly budget: Budget;
  /** How work outside of the stages is done, and how it went so far. */
  readonly trying: Trying;
}

/** The document's nodes in a stage, each once. */
const wholeNodesOf = ({ nodes }: Pick<Stage, 'nodes'>): readonly string[] => [
  ...new Set(nodes.map(wholeName)),
];

/** Who is asked about: each node alone, and the nodes of each stage together. */
const asked = (ruled: Ruled, stages: readonly Stage[]): readonly (readonly [string, Facts])[] => [
  ...ruled.facts.nodes.map(({ name }) => [`node "${name}"`, factsOf(ruled, [name])] as const),
  ...stages.map((stage) => [`stage ${stage.id}`, factsOf(ruled, wholeNodesOf(stage))] as const),
];

/** One line for each message at a place, whoever it was found for. */
const eachOnce = (problems: readonly Problem[]): readonly Problem[] => [
  ...new Map(
    problems.map((item) => [
      `${item.place?.file}:${item.place?.line} ${item.message.replace(/ \((?:node|stage) .*\)$/, '')}`,
      item,
    ]),
  ).values(),
];

/** What is wrong with the policies of a document. */
export const policyProblems = (
  { registry }: Pick<Wiring, 'registry'>,
  { parsed }: LoadedDocument,
  ruled: Ruled,
  stages: readonly Stage[] = [],
): readonly Problem[] => {
  const { written, facts } = ruled;
  if (written.length === 0) return [];
  const told = rulesAsWritten(parsed);
  const kinds = registry.kinds.map(({ kind }) => kind);
  const within = asked(ruled, stages).flatMap(([who, of]) => {
    const matching = rulesFor(written, of);
    const always = matching.filter(({ matcher }) => !matcher.isOfErrors);
    // A rule that names errors holds together with those that always hold.
    const together = matching
      .filter(({ matcher }) => matcher.isOfErrors)
      .map((rule) => matching.filter((each) => each === rule || always.includes(each)));
    return [always, ...together].flatMap((rules) => contradictions(settled(rules), who, told));
  });
  return [...ruleProblems(written, facts, kinds, told), ...eachOnce(within)];
};

/** The rules whose fallback may hold for a node: the last that always speaks of it, and those after it that speak of errors. */
const fallbackRules = ({ written }: Ruled, of: Facts): readonly Rule[] => {
  const saying = rulesFor(written, of).filter(({ rule }) => rule.fallback !== undefined);
  return saying.slice(
    Math.max(
      0,
      saying.findLastIndex(({ matcher }) => !matcher.isOfErrors),
    ),
  );
};

/** Fallbacks where files are read once only: what was read for one output would never be read for the other. */
export const fallbackProblems = (
  { parsed }: LoadedDocument,
  ruled: Ruled,
  graph: Graph,
): readonly Problem[] => {
  const once = graph.nodes.find((node) => onlyNewOf(node) !== undefined);
  if (!once) return [];
  const rules = new Set(
    ruled.facts.nodes.flatMap(({ name }) => fallbackRules(ruled, factsOf(ruled, [name]))),
  );
  return [...rules]
    .filter(({ rule }) => rule.fallback !== 'none')
    .map(({ index, rule }) => {
      const place = parsed.source.keyPlace(['policies', index, 'fallback']);
      const message = `\`fallback: ${rule.fallback}\` leaves outputs out, and "${once.name}" reads each file once (\`new_only\`)`;
      return problem('MR7005', message, place ? { place } : {});
    });
};

/** The rules of a document, with what the environment gives. */
export const ruledOf = ({ parsed }: LoadedDocument, { document }: Settings): Ruled =>
  ruledBy(parsed.document, document, parsed.project);

/** Resolves the policies of a plan. */
export const planPolicies = async (
  tools: PolicyTools,
  ruled: Ruled,
  stages: readonly Stage[],
  bytesInto: (stage: Stage) => number,
  { budget, trying }: Pick<PlannedPolicies, 'budget' | 'trying'>,
): Promise<PlannedPolicies> => {
  const governed = new Map<string, Governed>();
  for (const stage of stages) {
    governed.set(stage.id, await govern(tools, ruled, factsOf(ruled, wholeNodesOf(stage)), bytesInto(stage)));
  }
  const run = await govern(tools, ruled, factsOf(ruled, []));
  return { ruled, run, stages: governed, budget, trying };
};

/** What a run may try again. */
export const runBudget = (ruled: Ruled): Budget =>
  createBudget(policyOf(resolve(ruled.rules, factsOf(ruled, []))).budget);
