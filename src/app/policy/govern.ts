import {
  type Attempting,
  type ErrorFacts,
  type Facts,
  type Guard,
  type Policy,
  policyOf,
  type Resolved,
  type Rule,
  resolve,
  rulesOf,
} from '../../policies/index.js';
import type { Document, ProjectUse } from '../../spec/index.js';
import type { Learned, PolicyTools } from './tools.js';

/** What the rules of a document are asked with. */
export interface Ruled {
  /** As the document is written: what is shown and recorded. */
  readonly written: readonly Rule[];
  /** With what the environment gives: what is done. */
  readonly rules: readonly Rule[];
  /** All nodes of the document. */
  readonly facts: Facts;
  /** Whose rules the first ones are. */
  readonly project?: ProjectUse;
}

/** How a stage, a node or the whole run is held; resolved once, before the run. */
export interface Governed {
  readonly facts: Facts;
  /** Which rule gives each key; without what only errors choose. */
  readonly resolved: Resolved;
  readonly policy: Policy;
  /** Of an attempt, in milliseconds. */
  readonly timeout?: number;
  /** What the timeout follows from, where it is not a number of the document. */
  readonly learned?: Learned;
  /** The most that the document allows of a timeout that is learned, in milliseconds. */
  readonly longestTimeout?: number;
  readonly guard: Guard;
  /** What holds once an error is known. */
  readonly policyFor: (error: ErrorFacts) => Policy;
  /** Whether a rule that names errors gives its fallback. */
  readonly fallsBackFor: (error: ErrorFacts) => boolean;
}

export const ruledBy = (written: Document, document: Document, project?: ProjectUse): Ruled => ({
  ...(project ? { project } : {}),
  written: rulesOf(written.policies),
  rules: rulesOf(document.policies),
  facts: {
    pipeline: document.pipeline,
    tags: document.tags ?? [],
    nodes: Object.entries(document.nodes).map(([name, { use }]) => ({ name, kind: use })),
  },
});

/** The facts of some of a document's nodes. */
export const factsOf = ({ facts }: Ruled, names: readonly string[]): Facts => ({
  ...facts,
  nodes: facts.nodes.filter(({ name }) => names.includes(name)),
});

/** `orders + late`: nodes in a message. */
const namesText = ({ nodes }: Facts): string => nodes.map(({ name }) => `"${name}"`).join(' + ');

/** What a rule holds back it holds back for all of whom it speaks: a shared one for all pipelines of its project. */
const guardKey = ({ project, facts }: Ruled, { settings }: Resolved, group: string): string => {
  const rule = settings.find(({ key }) => key === group)?.rule ?? -1;
  return project && rule < project.rules ? `${project.file} rule ${rule}` : `${facts.pipeline} rule ${rule}`;
};

const guardOf = (
  { guards }: PolicyTools,
  ruled: Ruled,
  facts: Facts,
  resolved: Resolved,
  policy: Policy,
): Guard => {
  const nodes = namesText(facts);
  const keyOf = (group: string): string => guardKey(ruled, resolved, group);
  return guards.guardFor(policy, nodes, {
    breaker: `${facts.pipeline} ${nodes}`,
    bulkhead: keyOf('bulkhead'),
    rateLimit: keyOf('rate_limit'),
  });
};

/** Where nothing is known yet, the longest that is allowed holds. */
const timeoutFor = async (
  { learn }: PolicyTools,
  { pipeline, nodes }: Facts,
  { timeout }: Policy,
  bytes: number | undefined,
): Promise<Pick<Governed, 'timeout' | 'learned' | 'longestTimeout'>> => {
  if (timeout === undefined || typeof timeout === 'number') return timeout === undefined ? {} : { timeout };
  const last = nodes.at(-1);
  const given =
    last &&
    (await learn?.(
      { pipeline, node: last.name, kind: last.kind, ...(bytes === undefined ? {} : { bytes }) },
      timeout,
    ));
  const learned = given ?? { value: timeout.max, evidence: 'nothing is known of earlier runs' };
  const { min, max } = timeout;
  return { timeout: Math.min(max, Math.max(min, learned.value)), learned, longestTimeout: max };
};

/**
 * Resolves the policy of some nodes.
 *
 * @param bytes of the files that their rows come from: what timeouts are learned by
 */
export const govern = async (
  tools: PolicyTools,
  ruled: Ruled,
  facts: Facts,
  bytes?: number,
): Promise<Governed> => {
  const policy = policyOf(resolve(ruled.rules, facts));
  const resolved = resolve(ruled.written, facts);
  const fallbackRule = (error: ErrorFacts) =>
    resolve(ruled.rules, facts, error).settings.find(({ key }) => key === 'fallback')?.rule;
  return {
    facts,
    resolved,
    policy,
    ...(await timeoutFor(tools, facts, policy, bytes)),
    guard: guardOf(tools, ruled, facts, resolved, policy),
    policyFor: (error) => policyOf(resolve(ruled.rules, facts, error)),
    fallsBackFor: (error) => ruled.rules[fallbackRule(error) ?? -1]?.matcher.isOfErrors === true,
  };
};

/** How work is tried that is held so: in time, and again where its error is one that is tried again. */
export const tryingOf = (
  { policy: { retry }, policyFor, timeout, longestTimeout, guard }: Governed,
  surroundings: Omit<Attempting, 'retryFor' | 'timeout' | 'longestTimeout' | 'maxDuration' | 'guard'>,
): Attempting => ({
  ...surroundings,
  retryFor: (error) => policyFor(error).retry,
  ...(timeout === undefined ? {} : { timeout }),
  ...(longestTimeout === undefined ? {} : { longestTimeout }),
  ...(retry?.maxDuration === undefined ? {} : { maxDuration: retry.maxDuration }),
  guard,
});
