import type { Path, PolicyRule } from '../../spec/index.js';

/** One value that a rule gives, by the way to it: `retry.max_attempts`, `timeout`. */
export interface Leaf {
  readonly key: string;
  readonly value: unknown;
  /** The way to it under the rule. */
  readonly path: Path;
}

/** Settings whose parts are given by several rules together. */
export const GROUPS = ['retry', 'breaker', 'bulkhead', 'rate_limit', 'budget', 'pin'] as const;

/** Settings that one rule gives as a whole. */
export const SINGLES = [
  'timeout',
  'partition',
  'fallback',
  'on_failure',
  'on_success',
  'on_failed_check',
] as const;

const groupLeaves = (group: string, given: unknown): readonly Leaf[] => {
  if (given === undefined) return [];
  const whole = { key: group, value: given === 'off' ? 'off' : 'on', path: [group] };
  if (typeof given !== 'object' || given === null) return [whole];
  const parts = Object.entries(given).filter(([, value]) => value !== undefined);
  return [whole, ...parts.map(([part, value]) => ({ key: `${group}.${part}`, value, path: [group, part] }))];
};

/** All that a rule gives. A setting with parts is there itself as well, as `on` or `off`. */
export const leavesOf = (rule: PolicyRule): readonly Leaf[] => [
  ...GROUPS.flatMap((group) => groupLeaves(group, rule[group])),
  ...SINGLES.flatMap((key) => (rule[key] === undefined ? [] : [{ key, value: rule[key], path: [key] }])),
];
