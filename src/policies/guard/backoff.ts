import type { RetryPolicy } from '../resolve/policy.js';
import type { Random } from './tools.js';

type Waits = Pick<RetryPolicy, 'type' | 'initial' | 'max' | 'jitter'>;

/** Past this many doublings every wait is the longest one. */
const MOST_DOUBLINGS = 60;

const undisturbed = ({ type, initial, max }: Waits, failed: number): number =>
  type === 'constant'
    ? Math.min(initial, max)
    : Math.min(max, initial * 2 ** Math.min(failed - 1, MOST_DOUBLINGS));

/**
 * How long to wait before the next attempt, in milliseconds: never longer than `max`.
 *
 * `decorrelated` takes any time from `initial` to three times the wait before; full jitter any time from none to what it
 * would be. Both after https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/.
 *
 * @param failed attempts so far, all of which failed
 * @param before the wait before; `initial` stands for none
 */
export const waitAfter = (
  waits: Waits,
  failed: number,
  before: number | undefined,
  random: Random,
): number => {
  const { type, initial, max, jitter } = waits;
  if (type === 'decorrelated') {
    const longest = Math.max(initial, (before ?? initial) * 3);
    return Math.min(max, initial + random() * (longest - initial));
  }
  const whole = undisturbed(waits, failed);
  return jitter === 'full' ? random() * whole : whole;
};
