import { didYouMean, listed } from '../../base/diagnostics/suggest.js';
import { catalogue, type Problem, problem } from '../../base/errors/index.js';
import { type Match, nodeName, type Path } from '../../spec/index.js';
import type { Facts } from '../resolve/facts.js';
import { leavesOf } from '../resolve/leaves.js';
import { type Rule, rulesFor } from '../resolve/match.js';
import type { PlaceOf, RulesAsWritten } from './contradictions.js';

/** Settings that hold before anything went wrong, so that no error can choose them. */
const BEFORE = [
  'timeout',
  'partition',
  'breaker',
  'bulkhead',
  'rate_limit',
  'budget',
  'pin',
  'on_success',
  'on_failed_check',
];

/** Settings of a run, which no node can choose. */
const OF_RUN = ['budget'];

const isLiteral = (pattern: string): boolean => !/[*?[\]]/.test(pattern);

const placed = (placeOf: PlaceOf, path: Path, of?: 'value') => {
  const place = placeOf(path, of);
  return place ? { place } : {};
};

const misplaced = ({ index, rule, matcher }: Rule, placeOf: PlaceOf): readonly Problem[] => {
  const given = leavesOf(rule).filter(({ path }) => path.length === 1);
  const about = (keys: readonly string[], why: string): readonly Problem[] =>
    given
      .filter(({ key }) => keys.includes(key))
      .map(({ key, path }) =>
        problem(
          'MR7004',
          `\`${key}\` cannot depend on ${why}`,
          placed(placeOf, ['policies', index, ...path]),
        ),
      );
  return [
    ...(matcher.isOfErrors ? about(BEFORE, 'an error: it holds before there is one') : []),
    ...(matcher.isOfNodes ? about(OF_RUN, 'a node: it is one for the whole run') : []),
  ];
};

interface Names {
  readonly key: keyof Match;
  readonly what: string;
  readonly known: readonly string[];
}

const namesIn = ({ pipeline, tags, nodes }: Facts, kinds: readonly string[]): readonly Names[] => [
  { key: 'node', what: 'node', known: nodes.map(({ name }) => name) },
  { key: 'kind', what: 'node kind', known: kinds },
  { key: 'code', what: 'error code', known: Object.keys(catalogue) },
  { key: 'pipeline', what: 'pipeline', known: [pipeline] },
  { key: 'tag', what: 'tag', known: tags },
];

/** Whether a rule is for this pipeline and no other, so that its nodes must be there. */
const isOfThisOne = ({ rule }: Rule, { pipeline }: Facts): boolean => {
  const named = [rule.match?.pipeline ?? []].flat();
  return named.length > 0 && named.every((name) => name === pipeline);
};

/**
 * Which of the names of a rule are checked. One for another pipeline or tag is only one that does not match, and so is
 * one that pipelines share for a node that this one does not have.
 */
const checkedNames = (rule: Rule, facts: Facts, kinds: readonly string[], isShared: boolean) => {
  const mayBeOfOthers = isShared && !isOfThisOne(rule, facts);
  return namesIn(facts, kinds)
    .filter(({ key }) => key === 'node' || key === 'kind' || key === 'code')
    .map((names) => ({
      ...names,
      isKnown: (name: string): boolean =>
        names.known.includes(name) ||
        (mayBeOfOthers && names.key === 'node' && nodeName.safeParse(name).success),
      notes:
        names.key === 'code' || (mayBeOfOthers && names.key === 'node')
          ? []
          : [`${names.what}s: ${listed(names.known)}`],
    }));
};

/** Names that are written out, and that there are not. */
const unknownNames = (
  rule: Rule,
  facts: Facts,
  kinds: readonly string[],
  { placeOf, isShared }: RulesAsWritten,
): readonly Problem[] =>
  checkedNames(rule, facts, kinds, isShared(rule.index)).flatMap(({ key, what, known, isKnown, notes }) => {
    const written = rule.rule.match?.[key];
    return [written ?? []].flat().flatMap((name, item) => {
      if (!isLiteral(name) || isKnown(name)) return [];
      const label = didYouMean(name, known);
      const path: Path = ['policies', rule.index, 'match', key, ...(Array.isArray(written) ? [item] : [])];
      return [
        problem('MR7002', `there is no ${what} "${name}"`, {
          ...placed(placeOf, path, 'value'),
          ...(label === undefined ? {} : { label }),
          notes,
        }),
      ];
    });
  });

/** Own rules that speak of nothing; what is shared may be for others. */
const unmatched = (
  rules: readonly Rule[],
  facts: Facts,
  { placeOf, nameOf, isShared }: RulesAsWritten,
): readonly Problem[] => {
  const matched = new Set(rulesFor(rules, facts));
  return rules
    .filter((rule) => !matched.has(rule) && !isShared(rule.index))
    .map(({ index }) =>
      problem('MR7003', `${nameOf(index)} of \`policies\` matches no node of "${facts.pipeline}"`, {
        severity: 'warning',
        ...placed(placeOf, ['policies', index, 'match']),
      }),
    );
};

const lineOf = ({ place }: Problem): string | undefined => place && `${place.file}:${place.line}`;

/** What is wrong with rules by themselves, for all nodes of a pipeline. */
export const ruleProblems = (
  rules: readonly Rule[],
  facts: Facts,
  kinds: readonly string[],
  written: RulesAsWritten,
): readonly Problem[] => {
  const errors = rules.flatMap((rule) => [
    ...misplaced(rule, written.placeOf),
    ...unknownNames(rule, facts, kinds, written),
  ]);
  const wrong = new Set(errors.flatMap((item) => lineOf(item) ?? []));
  const idle = unmatched(rules, facts, written).filter((item) => !wrong.has(lineOf(item) ?? ''));
  return [...errors, ...idle];
};
