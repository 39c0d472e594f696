import { didYouMean, listed } from '../../base/diagnostics/suggest.js';
import { catalogue, type Problem, problem } from '../../base/errors/index.js';
import type { Match, Path } from '../../spec/index.js';
import type { Facts } from '../resolve/facts.js';
import { leavesOf } from '../resolve/leaves.js';
import { type Rule, rulesFor } from '../resolve/match.js';
import type { PlaceOf } from './contradictions.js';

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

/** Names that are written out; a rule for another pipeline or tag is only one that does not match. */
const unknownNames = (
  { index, rule }: Rule,
  facts: Facts,
  kinds: readonly string[],
  placeOf: PlaceOf,
): readonly Problem[] =>
  namesIn(facts, kinds)
    .filter(({ key }) => key === 'node' || key === 'kind' || key === 'code')
    .flatMap(({ key, what, known }) => {
      const written = rule.match?.[key];
      return [written ?? []].flat().flatMap((name, item) => {
        if (!isLiteral(name) || known.includes(name)) return [];
        const label = didYouMean(name, known);
        const path: Path = ['policies', index, 'match', key, ...(Array.isArray(written) ? [item] : [])];
        return [
          problem('MR7002', `there is no ${what} "${name}"`, {
            ...placed(placeOf, path, 'value'),
            ...(label === undefined ? {} : { label }),
            notes: key === 'code' ? [] : [`${what}s: ${listed(known)}`],
          }),
        ];
      });
    });

const unmatched = (rules: readonly Rule[], facts: Facts, placeOf: PlaceOf): readonly Problem[] => {
  const matched = new Set(rulesFor(rules, facts));
  return rules
    .filter((rule) => !matched.has(rule))
    .map(({ index }) =>
      problem('MR7003', `rule ${index + 1} of \`policies\` matches no node of "${facts.pipeline}"`, {
        severity: 'warning',
        ...placed(placeOf, ['policies', index, 'match']),
      }),
    );
};

/** What is wrong with rules by themselves, for all nodes of a pipeline. */
export const ruleProblems = (
  rules: readonly Rule[],
  facts: Facts,
  kinds: readonly string[],
  placeOf: PlaceOf,
): readonly Problem[] => {
  const errors = rules.flatMap((rule) => [
    ...misplaced(rule, placeOf),
    ...unknownNames(rule, facts, kinds, placeOf),
  ]);
  const wrong = new Set(errors.flatMap(({ place }) => place?.line ?? []));
  const idle = unmatched(rules, facts, placeOf).filter(({ place }) => !place || !wrong.has(place.line));
  return [...errors, ...idle];
};
