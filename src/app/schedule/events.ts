import type { Problem } from '../../base/errors/index.js';
import type { RunOutcome } from '../run/options.js';
import type { Firing } from './firing.js';

/** What a scheduler tells while it works. */
export type ScheduleEvent =
  | { readonly type: 'start' | 'wait' | 'skip' | 'cancel' | 'again'; readonly firing: Firing }
  | { readonly type: 'ended'; readonly firing: Firing; readonly outcome: RunOutcome }
  | { readonly type: 'failed'; readonly firing: Firing; readonly problems: readonly Problem[] }
  | { readonly type: 'problem'; readonly problem: Problem }
  | { readonly type: 'ready' | 'stopping'; readonly schedules: number };

export type OnScheduleEvent = (event: ScheduleEvent) => void;
