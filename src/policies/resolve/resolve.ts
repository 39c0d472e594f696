import type { Path, PolicyRule } from '../../spec/index.js';
import type { ErrorFacts, Facts } from './facts.js';
import { type Leaf, leavesOf } from './leaves.js';
import { type Rule, rulesFor } from './match.js';

/** What a rule gave before a later one gave something else. */
export interface Overridden {
  readonly value: unknown;
  /** The rule's number, from 0. */
  readonly rule: number;
}

/** A value that holds, and where it is from. */
export interface Setting {
  readonly key: string;
  readonly value: unknown;
  readonly rule: number;
  /** The way to it in the document. */
  readonly path: Path;
  /** The last of them first. */
  readonly overridden: readonly Overridden[];
}

/** What holds for some facts, key by key, with the evidence. */
export interface Resolved {
  /** In the order of the keys. */
  readonly settings: readonly Setting[];
  /** Rules that speak of these facts, by number. */
  readonly matched: readonly number[];
}

type Settings = ReadonlyMap<string, Setting>;

const isPartOf = (key: string, group: string): boolean => key.startsWith(`${group}.`);

/** A setting that is turned off takes its parts with it; turned on again later, it begins anew. */
const withoutParts = (settings: Settings, { key, value }: Leaf): Settings =>
  value === 'off' ? new Map([...settings].filter(([other]) => !isPartOf(other, key))) : settings;

const withLeaf = (settings: Settings, leaf: Leaf, { index }: Rule): Settings => {
  const before = settings.get(leaf.key);
  const overridden = before ? [{ value: before.value, rule: before.rule }, ...before.overridden] : [];
  const { key, value, path } = leaf;
  const setting = { key, value, rule: index, path: ['policies', index, ...path], overridden };
  return new Map([...withoutParts(settings, leaf), [key, setting]]);
};

const byKey = (a: Setting, b: Setting): number => (a.key < b.key ? -1 : 1);

/**
 * The policy for some facts: of each key the value of the last rule that matches. Pure; the same rules and facts give
 * the same, whenever they are asked.
 *
 * @param error what went wrong; without it, rules that speak of errors give nothing
 */
export const resolve = (rules: readonly Rule[], facts: Facts, error?: ErrorFacts): Resolved =>
  settled(
    rulesFor(rules, facts).filter(
      ({ matcher }) => !matcher.isOfErrors || (error !== undefined && matcher.error(error)),
    ),
  );

/** What rules that all match say together. */
export const settled = (matching: readonly Rule[]): Resolved => {
  const settings = matching.reduce<Settings>(
    (found, each) => leavesOf(each.rule).reduce((so, leaf) => withLeaf(so, leaf, each), found),
    new Map(),
  );
  return { settings: [...settings.values()].sort(byKey), matched: matching.map(({ index }) => index) };
};

type Mutable = Record<string, unknown>;

/** The rule that says all that holds. */
export const mergedRule = ({ settings }: Resolved): PolicyRule => {
  const merged: Mutable = {};
  for (const { key, value } of settings) {
    const [group = '', part] = key.split('.');
    if (part !== undefined) merged[group] = { ...(merged[group] as Mutable | undefined), [part]: value };
    else merged[key] = value === 'on' ? {} : value;
  }
  // Each value stands where a rule that was checked had it.
  return merged as PolicyRule;
};
