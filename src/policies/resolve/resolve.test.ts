import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PolicyRule } from '../../spec/index.js';
import { rulesOf } from './match.js';
import { policyOf } from './policy.js';
import { mergedRule, resolve } from './resolve.js';

const names = ['orders', 'late', 'out'] as const;
const kinds = ['read_csv', 'filter', 'write_csv'] as const;
const facts = (index: number) => ({
  pipeline: 'p',
  tags: ['nightly'],
  nodes: [{ name: names[index] ?? '', kind: kinds[index] ?? '' }],
});

const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const match = some(
  fc.record(
    {
      node: fc.constantFrom('orders', 'late', 'o*', '*', ['late', 'out']),
      kind: fc.constantFrom('read_*', '*_csv', 'filter'),
      tag: fc.constantFrom('nightly', 'weekly'),
    },
    { requiredKeys: [] },
  ),
);

const retry = fc.oneof(
  fc.constant('off' as const),
  fc.record(
    {
      max_attempts: fc.integer({ min: 1, max: 9 }),
      initial: fc.constantFrom('1s', '2s'),
      jitter: fc.constantFrom('none' as const, 'full' as const),
    },
    { requiredKeys: [] },
  ),
);

const rule = fc
  .record({
    match,
    retry: some(retry),
    timeout: some(fc.constantFrom('1m', '2m', 'off')),
    fallback: some(fc.constantFrom('skip' as const, 'none' as const)),
  })
  // What is not said is not there, as in a document that was read.
  .map((each) => JSON.parse(JSON.stringify(each)) as PolicyRule);

/** What a rule says of a node, by a reading of the rule that has nothing in common with the one that is tested. */
const speaksOf = ({ match: m = {} }: PolicyRule, index: number): boolean => {
  const fits = (patterns: string | readonly string[] | undefined, text: string): boolean =>
    patterns === undefined ||
    [patterns].flat().some((each) => new RegExp(`^${each.replaceAll('*', '.*')}$`).test(text));
  return fits(m.node, names[index] ?? '') && fits(m.kind, kinds[index] ?? '') && fits(m.tag, 'nightly');
};

describe('the policy of a node', () => {
  it('has of each key the value of the last rule that matches', () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 6 }), fc.integer({ min: 0, max: 2 }), (rules, index) => {
        const merged = mergedRule(resolve(rulesOf(rules), facts(index)));
        const speaking = rules.filter((each) => speaksOf(each, index));
        expect(merged.timeout).toBe(speaking.findLast(({ timeout }) => timeout !== undefined)?.timeout);
        expect(merged.fallback).toBe(speaking.findLast(({ fallback }) => fallback !== undefined)?.fallback);
        const since = speaking.findLastIndex((each) => each.retry === 'off');
        const retries = speaking
          .slice(since + 1)
          .flatMap((each) => (each.retry === undefined ? [] : [each.retry]));
        const expected = retries.length > 0 ? Object.assign({}, ...retries) : since < 0 ? undefined : 'off';
        expect(merged.retry).toEqual(expected);
      }),
    );
  });

  it('names for each key the rule that gives it, and all that it overrides', () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 6 }), (rules) => {
        for (const { key, value, rule: from, overridden } of resolve(rulesOf(rules), facts(0)).settings) {
          if (key !== 'timeout') continue;
          expect(rules[from]?.timeout).toBe(value);
          const before = rules.flatMap((each, at) =>
            at < from && each.timeout !== undefined && speaksOf(each, 0)
              ? [{ value: each.timeout, rule: at }]
              : [],
          );
          expect(overridden).toEqual(before.toReversed());
        }
      }),
    );
  });

  it('is the same whatever rules for others stand between', () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 5 }), fc.nat(5), (rules, at) => {
        const other: PolicyRule = { match: { node: 'another' }, timeout: '9m', retry: 'off' };
        const more = [...rules.slice(0, at), other, ...rules.slice(at)];
        expect(policyOf(resolve(rulesOf(more), facts(0)))).toEqual(
          policyOf(resolve(rulesOf(rules), facts(0))),
        );
      }),
    );
  });

  it('takes what names errors only where there is such an error', () => {
    const rules = rulesOf([
      { fallback: 'none' },
      { match: { code: 'MR30*', fault: 'resource' }, fallback: 'skip' },
    ]);
    const at = (code: string, fault: string) => policyOf(resolve(rules, facts(0), { code, fault })).fallback;
    expect(policyOf(resolve(rules, facts(0))).fallback).toBe('none');
    expect(at('MR3016', 'resource')).toBe('skip');
    expect(at('MR3001', 'user')).toBe('none');
    expect(at('MR4001', 'resource')).toBe('none');
  });

  it('has values of its own where one is pinned or left out', () => {
    const policy = (...rules: PolicyRule[]) => policyOf(resolve(rulesOf(rules), facts(0)));
    expect(
      policy({ pin: { timeout: '90s' } }, { timeout: { learned: { min: '1m', max: '1h' } } }).timeout,
    ).toBe(90_000);
    expect(policy({ retry: {} }).retry).toMatchObject({
      maxAttempts: 3,
      type: 'exponential',
      errors: ['resource'],
    });
    expect(policy({ retry: { initial: '2m' } }).retry).toMatchObject({ initial: 120_000, max: 120_000 });
    expect(policy({ retry: { max: '100ms' } }).retry).toMatchObject({ initial: 100, max: 100 });
    expect(policy().retry).toBeUndefined();
  });
});
