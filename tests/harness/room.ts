import { createPolicyTools } from '../../src/app/policy/tools.js';
import type { Wiring } from '../../src/app/wiring.js';
import { virtualTime } from '../policies/faulty.js';
import { type End, type PolicyName, wentWell } from './cells.js';

/** Whether somebody makes room while a run waits before it tries again. */
export type Room = 'stays full' | 'has room again';

/** Parts of a wiring in which something happens whenever a run waits; nobody really waits. */
export const whenWaiting = (happens: () => void): Partial<Wiring> => {
  const time = virtualTime();
  const sleep: typeof time.sleep = async (milliseconds, signal) => {
    happens();
    await time.sleep(milliseconds, signal);
  };
  return { policies: createPolicyTools({ ...time, sleep }) };
};

/** How a run ends that has no room for a stage, by whether there is some later and by its policy. */
export const withoutRoom = (full: End, left: End): readonly (readonly [Room, PolicyName, End])[] => [
  ['stays full', 'no policy', full],
  ['stays full', 'retry', full],
  ['stays full', 'last good in any time', left],
  ['has room again', 'no policy', full],
  ['has room again', 'retry', wentWell],
  ['has room again', 'last good in any time', wentWell],
];
