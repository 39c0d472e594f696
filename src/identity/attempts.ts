import { isIPv6 } from 'node:net';
import type { Clock } from '../base/clock.js';
import { failure } from '../base/errors/index.js';

/** Holds back who guesses passwords. */
export interface Attempts {
  /**
   * Counts an attempt as failed before it is known how it ends, so that many at once are many.
   *
   * @returns takes the count back once it has succeeded
   * @throws MR8702 where it is too early for another
   */
  readonly begin: (person: string, address: string) => { readonly succeeded: () => void };
}

interface Limit {
  readonly key: string;
  /** Failures that nobody waits for. */
  readonly free: number;
  /** Milliseconds that a wait never exceeds. */
  readonly most: number;
}

interface Count {
  readonly failures: number;
  readonly at: number;
  readonly until: number;
}

const FIRST_WAIT = 1_000;
const QUARTER = 15 * 60_000;
/** Failures are forgotten after this. */
const FORGOTTEN = 3_600_000;
/** Keys that are counted at one time; the oldest goes then. */
const MOST_KEYS = 20_000;

/** Of IPv6 whoever has one address has 2^64 of them. */
const networkOf = (address: string): string => {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address;
  const [head = '', tail] = address.split('::');
  const [left, right] = [head, tail ?? ''].map((part) => part.split(':').filter(Boolean));
  const zeros = tail === undefined ? 0 : 8 - (left?.length ?? 0) - (right?.length ?? 0);
  return [...(left ?? []), ...Array<string>(Math.max(0, zeros)).fill('0'), ...(right ?? [])]
    .slice(0, 4)
    .join(':');
};

/**
 * From one address a person has five attempts, and an address twenty for all people together: then each failure doubles the
 * wait. Of a person from everywhere the wait stays short, since it is also theirs whom a stranger keeps out.
 */
const limitsOf = (person: string, address: string): readonly Limit[] => {
  const network = networkOf(address);
  return [
    { key: `both ${network} ${person}`, free: 5, most: QUARTER },
    { key: `address ${network}`, free: 20, most: QUARTER },
    { key: `person ${person}`, free: 50, most: 60_000 },
  ];
};

const waitOf = ({ free, most }: Limit, failures: number): number =>
  failures < free ? 0 : Math.min(most, FIRST_WAIT * 2 ** Math.min(failures - free, 30));

/** Counts in memory: after a restart everybody has their attempts again. */
export const createAttempts = (clock: Clock): Attempts => {
  const counts = new Map<string, Count>();
  const countOf = (key: string, now: number): Count | undefined => {
    const count = counts.get(key);
    return count && now - count.at < FORGOTTEN ? count : undefined;
  };
  const write = (key: string, count: Count): void => {
    counts.delete(key);
    counts.set(key, count);
    const [oldest] = counts.keys();
    if (counts.size > MOST_KEYS && oldest !== undefined) counts.delete(oldest);
  };
  return {
    begin: (person, address) => {
      const now = clock.now().getTime();
      const limits = limitsOf(person, address);
      const until = Math.max(...limits.map(({ key }) => countOf(key, now)?.until ?? 0));
      if (until > now) {
        const seconds = Math.ceil((until - now) / 1000);
        throw failure('MR8702', `too many attempts to log in; the next one in ${seconds} s`);
      }
      for (const limit of limits) {
        const failures = (countOf(limit.key, now)?.failures ?? 0) + 1;
        write(limit.key, { failures, at: now, until: now + waitOf(limit, failures) });
      }
      return {
        succeeded: () => {
          const [both, all, theirs] = limits;
          if (both) counts.delete(both.key);
          if (theirs) counts.delete(theirs.key);
          // Who has a password of their own must not guess those of others without end.
          const count = all && counts.get(all.key);
          if (all && count) write(all.key, { ...count, failures: count.failures - 1, until: now });
        },
      };
    },
  };
};
