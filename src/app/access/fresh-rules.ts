import type { Clock } from '../../base/clock.js';
import { projectPaths } from '../load/load-project.js';
import { brokenRules } from './broken-rules.js';
import { gatherRules } from './gather.js';
import { type AccessRules, type RulesFrom, rulesOf } from './rules.js';
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

/** A file that was changed so shortly before it was looked at can change again and look the same. */
const SETTLES = 100;
/** What failed by itself, as for want of open files, is tried again. */
const RETRIES = 1_000;

const isSettled = ({ stamps, loadedAt, rules }: Kept, now: number): boolean =>
  loadedAt - stamps.newest > SETTLES && (!rules.isBroken || now - loadedAt < RETRIES);

/** One at a time; who asks while one is under way is given the next, which sees what was changed in the meantime. */
const oneByOne = <T>(work: () => Promise<T>): (() => Promise<T>) => {
  let running: Promise<T> | undefined;
  let next: Promise<T> | undefined;
  const start = (): Promise<T> => {
    if (!running) {
      running = work().finally(() => {
        running = undefined;
      });
      return running;
    }
    next ??= running.then(() => {
      next = undefined;
      return start();
    });
    return next;
  };
  return start;
};

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

/**
 * The rules of a project as they are at each question: files are only looked at, and read again where they differ. What was
 * changed, added or taken away before a question holds for it.
 */
export const freshRules = (from: RulesFrom, clock: Clock): FreshRules => {
  let kept: Kept | undefined;
  const loadNext = oneByOne(async () => {
    kept = await load(from, clock, kept);
    return kept.rules;
  });
  return async () => {
    const known = kept;
    const isUsable = known && isSettled(known, clock.now().getTime()) && (await isSame(from, known));
    return isUsable ? known.rules : loadNext();
  };
};
