import { createGuards, type Guards, type PolicyTime, systemTime } from '../../policies/index.js';

/** What a timeout is learned for. */
export interface LearnAbout {
  readonly pipeline: string;
  /** The document's node that a stage ends with. */
  readonly node: string;
  readonly kind: string;
  /** Of the files that its rows come from, where they are known. */
  readonly bytes?: number;
}

/** Milliseconds. */
export interface LearnBounds {
  readonly min: number;
  readonly max: number;
}

/** A value between bounds, and what it follows from. */
export interface Learned {
  /** Milliseconds. */
  readonly value: number;
  /** One sentence: `0.999 quantile of 40 runs, 12s`. */
  readonly evidence: string;
}

/** Gives a timeout from what earlier runs took; undefined where they tell nothing. */
export type Learn = (
  about: LearnAbout,
  bounds: LearnBounds,
) => Promise<Learned | undefined> | Learned | undefined;

/** What policies need from their surroundings. */
export interface PolicyTools {
  readonly time: PolicyTime;
  /** Of this process: runs that go on at the same time share them. */
  readonly guards: Guards;
  readonly learn?: Learn;
}

export const createPolicyTools = (time: PolicyTime = systemTime, learn?: Learn): PolicyTools => ({
  time,
  guards: createGuards(time),
  ...(learn ? { learn } : {}),
});
