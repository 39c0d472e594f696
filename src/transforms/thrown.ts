import { atOnce } from './check-values.js';

/** What the author's function threw, told from what is said of the values it gave. */
export class Thrown {
  readonly reason: unknown;

  constructor(reason: unknown) {
    this.reason = reason;
  }
}

/** Calls the author's function; a promise is not taken. */
export const called = <T>(work: () => T): T => {
  let given: T;
  try {
    given = work();
  } catch (reason) {
    throw new Thrown(reason);
  }
  return atOnce(given);
};
