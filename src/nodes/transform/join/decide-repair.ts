import { count, plural } from '../../../base/number-text.js';
import type { Decision } from '../../../kit/index.js';
import type { Repair } from './repair.js';

/** What comes of one way of comparing keys. */
export interface Tried {
  readonly repairs: readonly Repair[];
  /** Keys of the left input that have a partner. */
  readonly matched: number;
  /** Keys that could no longer be told from others of their side. */
  readonly merged: { readonly left: number; readonly right: number };
}

/** What the keys of both inputs are like before a run. */
export interface KeyEvidence {
  readonly left: { readonly alias: string; readonly keys: number };
  readonly right: { readonly alias: string; readonly keys: number };
  /** The least repair first; the first is what has to be. */
  readonly tried: readonly Tried[];
  /** Rows that were looked at on each side, where there are more. */
  readonly first?: number;
}

/** How keys are compared, and why. */
export interface RepairDecision {
  readonly repairs: readonly Repair[];
  readonly decision: Decision;
}

const WORDS: Readonly<Record<Repair, string>> = {
  type: 'as text',
  blanks: 'without blanks around',
  case: 'in small letters',
  zeros: 'without leading zeros',
};

/** `as text, without leading zeros`. */
export const repairText = (repairs: readonly Repair[]): string =>
  repairs.length === 0 ? 'as they are' : repairs.map((repair) => WORDS[repair]).join(', ');

const pinOf = (repairs: readonly Repair[]): NonNullable<Decision['pin']> => ({ repair: { always: repairs } });

const pinText = (repairs: readonly Repair[]): string => `repair: { always: [${repairs.join(', ')}] }`;

const isAmbiguous = ({ merged }: Tried): boolean => merged.left + merged.right > 0;

/** The least repair of those that match most keys, and make no two keys of one side the same. */
const best = ([first, ...others]: readonly Tried[]): Tried | undefined =>
  first &&
  others
    .filter((one) => !isAmbiguous(one))
    .reduce((chosen, one) => (one.matched > chosen.matched ? one : chosen), first);

/** Of those that would match more, the ones that no smaller repair explains. */
const refused = (tried: readonly Tried[], chosen: Tried): readonly Tried[] =>
  tried
    .filter((one) => isAmbiguous(one) && one.matched > chosen.matched)
    .filter(
      (one, _, all) =>
        !all.some((other) => other !== one && other.repairs.every((repair) => one.repairs.includes(repair))),
    );

const refusalText = ({ left, right }: KeyEvidence, { repairs, matched, merged }: Tried): string => {
  const sides = [
    ...(merged.left > 0 ? [`${plural(merged.left, 'key')} of ${left.alias}`] : []),
    ...(merged.right > 0 ? [`${plural(merged.right, 'key')} of ${right.alias}`] : []),
  ];
  const verb = merged.left + merged.right === 1 ? 'becomes' : 'become';
  return `${repairText(repairs)} ${count(matched)} would match, but ${sides.join(' and ')} ${verb} the same as another of that side, so that is not done`;
};

const evidenceText = (evidence: KeyEvidence, [first]: readonly Tried[], chosen: Tried): string => {
  const { left, tried, first: rows } = evidence;
  const base = `${count(first?.matched ?? 0)} of ${plural(left.keys, 'key')} of ${left.alias} match ${repairText(first?.repairs ?? [])}`;
  const gained = chosen === first ? '' : `, ${count(chosen.matched)} ${repairText(chosen.repairs)}`;
  const bad = refused(tried, chosen).map((one) => `; ${refusalText(evidence, one)}`);
  const bound = rows === undefined ? '' : ` (of the first ${plural(rows, 'row')} of each side)`;
  return `${base}${gained}${bad.join('')}${bound}`;
};

const decided = (
  repairs: readonly Repair[],
  evidence: string,
  others: readonly string[],
): RepairDecision => ({
  repairs,
  decision: {
    about: 'join keys',
    action: repairs.length > 0 ? 'adapt' : 'proceed',
    chosen: `compared ${repairText(repairs)}`,
    evidence,
    alternatives: others,
    pin: pinOf(repairs),
  },
});

/** What else would match other keys than what was chosen does. */
const alternatives = (tried: readonly Tried[], chosen: Tried): readonly string[] =>
  tried
    .filter((one, index) => {
      const isFirst = tried.findIndex((other) => other.matched === one.matched) === index;
      return one !== chosen && isFirst && one.matched !== chosen.matched;
    })
    .map(({ repairs, matched }) => `${repairText(repairs)}, ${count(matched)} match (${pinText(repairs)})`);

/** How keys are compared, from what was seen of them. */
export const decideRepair = (evidence: KeyEvidence): RepairDecision => {
  const { tried } = evidence;
  const chosen = best(tried);
  if (!chosen) throw new Error('no way to compare keys was tried');
  return decided(chosen.repairs, evidenceText(evidence, tried, chosen), alternatives(tried, chosen));
};

/**
 * How keys are compared where they cannot be looked at before a run: only what their types ask for is repaired.
 *
 * @param ways the allowed ways, the least first
 * @param why why they cannot be looked at
 */
export const decideUnseen = (ways: readonly (readonly Repair[])[], why: string): RepairDecision => {
  const [least = [], ...others] = ways;
  const types = least.length > 0 ? 'their types differ' : 'their types go together';
  return decided(
    least,
    `${types}; ${why}`,
    others.map((repairs) => `${repairText(repairs)} (${pinText(repairs)})`),
  );
};
