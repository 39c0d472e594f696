import type { RateLimitPolicy } from '../resolve/policy.js';
import type { PolicyTime } from './tools.js';

/** Lets so many through within any stretch of a time; who comes too early waits, in turn. */
export const createRateLimit = (
  { attempts, per }: RateLimitPolicy,
  { now, sleep }: PolicyTime,
): ((signal: AbortSignal) => Promise<void>) => {
  /** When the last ones begin; those to come are in it already. */
  const beginnings: number[] = [];
  return async (signal) => {
    const first = beginnings.length < attempts ? undefined : beginnings.shift();
    const begins = Math.max(now(), first === undefined ? 0 : first + per);
    beginnings.push(begins);
    const wait = begins - now();
    if (wait > 0) await sleep(wait, signal);
  };
};
