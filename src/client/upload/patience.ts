import { failure } from '../../base/errors/index.js';

const FIRST = 500;
const MOST = 30_000;

/** Waits that grow, so that a service that is in trouble is not troubled more. */
export interface Patience {
  /** How long to wait now: at least so long as the service asks for. Throws MR8516 where it has been enough. */
  readonly next: (why: string, atLeast?: number) => number;
  /** Something went on: waits are short again. */
  readonly restore: () => void;
}

/** @param random from 0 to 1: clients that broke together do not come back together */
export const createPatience = (most: number, random: () => number = Math.random): Patience => {
  let [tries, waited] = [0, 0];
  return {
    next: (why, atLeast = 0) => {
      const grown = Math.min(MOST, FIRST * 2 ** tries) * (0.75 + random() / 2);
      const milliseconds = Math.round(Math.max(grown, atLeast));
      if (waited + milliseconds > most)
        throw failure('MR8516', `nothing went on in ${tries + 1} tries: ${why}`);
      tries += 1;
      waited += milliseconds;
      return milliseconds;
    },
    restore: () => {
      [tries, waited] = [0, 0];
    },
  };
};
