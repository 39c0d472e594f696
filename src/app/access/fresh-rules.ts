import type { Clock } from '../../base/clock.js';
import { projectPaths } from '../load/load-project.js';
import { brokenRules } from './broken-rules.js';
import { gatherRules } from './gather.js';
import { oneByOne } from './one-by-one.js';
import { type AccessRules, type RulesFrom, rulesOf } from './rules.js';
import { isSettled } from './settled.js';
import { type Stamps, stampsOf } from './stamps.js';

/** Gives the rules that hold now. It never throws: what cannot be used allows nothing. */
export type FreshRules = () => Promise<AccessRules>;

/** Rules that were loaded, and what their files looked like before. */
interface Kept {
  readonly rules: AccessRules;
  readonly key: string;
  readonly watched: readonly string[];
  readonly stamps: Stamps;
  readonly loadedAt: number;
}

const load = async (from: RulesFrom, clock: Clock, kept: Kept | undefined): Promise<Kept> => {
  const { watched } = await gatherRules(from);
  const loadedAt = clock.now().getTime();
  // What is read after it was looked at is as old as its stamp, or newer, and then it is read again.
  const stamps = await stampsOf(watched);
  const gathered = await gatherRules(from);
  const { key } = gathered;
  const rules =
    kept?.key === key && !kept.rules.isBroken
      ? kept.rules
      : await rulesOf(gathered, from.tell).catch(brokenRules);
  return { rules, key, watched, stamps, loadedAt };
};

const isSame = async ({ folder }: RulesFrom, { watched, stamps }: Kept): Promise<boolean> => {
  const paths = await projectPaths(folder);
  return paths.every((path) => watched.includes(path)) && (await stampsOf(watched)).text === stamps.text;
};

const canBeKept = ({ loadedAt, stamps: { newest }, rules: { isBroken } }: Kept, clock: Clock): boolean =>
  isSettled({ loadedAt, newest, isBroken }, clock.now().getTime());

/**
 * The rules of a project as they are at each question: files are only looked at, and read again where they differ. What was
 * changed, added or taken away before a question holds for it.
 */
export const freshRules = (from: RulesFrom, clock: Clock): FreshRules => {
  let kept: Kept | undefined;
  // Many who ask at one time share one look: it begins after they asked.
  return oneByOne(async () => {
    const isKept = kept && canBeKept(kept, clock) && (await isSame(from, kept));
    if (!kept || !isKept) kept = await load(from, clock, kept);
    return kept.rules;
  });
};
