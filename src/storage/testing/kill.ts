import { expect } from 'vitest';
import { runChild } from './child-script.js';
import type { CrashOrder } from './crash-child.js';
import type { Scenario } from './crash-scenario.js';

/** A failpoint by its number and name. */
export type Moment = readonly [number: number, name: string];

/** The failpoints that a run passes, in order. */
export const failpointsOf = async (
  script: string,
  at: string,
  scenario: Scenario,
  runId: string,
): Promise<readonly string[]> => {
  const end = await runChild(script, { folder: at, scenario, runId, killAt: -1 } satisfies CrashOrder);
  expect(end.errors).toBe('');
  return JSON.parse(end.output) as string[];
};

/** Runs a child that dies at its failpoint. */
export const killedAt = async (script: string, order: CrashOrder): Promise<void> => {
  expect((await runChild(script, order)).signal).toBe('SIGKILL');
};

export const moments = (names: readonly string[]): readonly Moment[] => [...names.entries()];

/** The first store's journal is the decision. */
export const decisionIn = (names: readonly string[]): number => names.indexOf('after rename journal gold');

/** Whether each of them is to be died at: `MILLRACE_THOROUGH=1`. */
const isThorough = process.env['MILLRACE_THOROUGH'] === '1';

/**
 * Before the next step nothing has changed; the runs in one store are killed at both all the same. Where tests are not
 * thorough, it is every second step, and each around the decision.
 */
export const afterEachStep = (names: readonly string[]): readonly Moment[] => {
  const decision = decisionIn(names);
  return moments(names)
    .filter(([, name]) => name.startsWith('after'))
    .filter(([number], index) => isThorough || index % 2 === 0 || Math.abs(number - decision) < 5);
};
