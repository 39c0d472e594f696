import picomatch from 'picomatch';
import type { Match, PolicyRule } from '../../spec/index.js';
import type { ErrorFacts, Facts, NodeFacts } from './facts.js';

type Patterns = string | readonly string[] | undefined;

type Fits = (text: string) => boolean;

/** Patterns as a question; what is not asked for fits. Names are plain, so that `*` and `?` are all that means something. */
const fitting = (patterns: Patterns): Fits => {
  if (patterns === undefined) return () => true;
  return picomatch([patterns].flat(), { nonegate: true, noextglob: true, nobrace: true, dot: true });
};

/** Whether a text fits patterns. */
export const fitsAny = (text: string, patterns: readonly string[]): boolean => fitting(patterns)(text);

/** Whether a rule speaks of a pipeline, of its nodes, and of what went wrong. */
export interface Matcher {
  readonly pipeline: (facts: Facts) => boolean;
  readonly node: (node: NodeFacts) => boolean;
  /** Whether it speaks of nodes at all. */
  readonly isOfNodes: boolean;
  /** Whether it speaks of errors only. */
  readonly isOfErrors: boolean;
  readonly error: (error: ErrorFacts) => boolean;
}

export const matcherOf = ({ pipeline, tag, node, kind, fault, code }: Match = {}): Matcher => {
  const [ofPipeline, ofTag, ofNode, ofKind] = [pipeline, tag, node, kind].map(fitting) as [
    Fits,
    Fits,
    Fits,
    Fits,
  ];
  const [ofFault, ofCode] = [fitting(fault), fitting(code)];
  return {
    pipeline: (facts) => ofPipeline(facts.pipeline) && (tag === undefined || facts.tags.some(ofTag)),
    node: ({ name, kind: its }) => ofNode(name) && ofKind(its),
    isOfNodes: node !== undefined || kind !== undefined,
    isOfErrors: fault !== undefined || code !== undefined,
    error: (error) => ofFault(error.fault) && ofCode(error.code),
  };
};

/** A rule with its place among the rules, ready to be asked. */
export interface Rule {
  /** From 0, in the order of the document. */
  readonly index: number;
  readonly rule: PolicyRule;
  readonly matcher: Matcher;
}

export const rulesOf = (rules: readonly PolicyRule[] = []): readonly Rule[] =>
  rules.map((rule, index) => ({ index, rule, matcher: matcherOf(rule.match) }));

/** The rules that speak of these facts, in order; those that speak of errors too, whatever the error. */
export const rulesFor = (rules: readonly Rule[], facts: Facts): readonly Rule[] =>
  rules.filter(
    ({ matcher }) =>
      matcher.pipeline(facts) && (!matcher.isOfNodes || facts.nodes.some((node) => matcher.node(node))),
  );
