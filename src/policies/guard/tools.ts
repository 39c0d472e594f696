import { setTimeout as after } from 'node:timers/promises';

/** Time as policies see it; tests pass their own. */
export interface PolicyTime {
  /** Milliseconds from some moment on; never goes back. */
  readonly now: () => number;
  /** Throws the signal's reason as soon as it is given. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** Numbers from 0 up to, and without, 1. */
export type Random = () => number;

export const systemTime: PolicyTime = {
  now: () => performance.now(),
  sleep: async (milliseconds, signal) => {
    await after(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
  },
};

const hashOf = (text: string): number => {
  let hash = 2_166_136_261;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619);
  }
  return hash >>> 0;
};

/**
 * Chance that can be told again: the same text gives the same numbers, and other texts others (mulberry32). Waits of a run
 * follow from its id, which is in its record.
 */
export const randomFrom = (seed: string): Random => {
  let state = hashOf(seed);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
