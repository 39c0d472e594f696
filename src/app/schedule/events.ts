import type { Problem } from '../../base/errors/index.js';
import type { RunOutcome } from '../run/options.js';
import type { Firing } from './firing.js';
import type { SchedulePlan } from './plan.js';

/** What a scheduler tells while it works. */
export type ScheduleEvent =
  | { readonly type: 'start' | 'wait' | 'skip' | 'cancel' | 'again'; readonly firing: Firing }
  | { readonly type: 'ended'; readonly firing: Firing; readonly outcome: RunOutcome }
  | { readonly type: 'failed'; readonly firing: Firing; readonly problems: readonly Problem[] }
  | { readonly type: 'problem'; readonly problem: Problem }
  /** Another host has the lock: it is seen whether it lives. */
  | { readonly type: 'held'; readonly who: string; readonly seconds: number }
  /** Nothing was due; when something is. */
  | { readonly type: 'idle'; readonly next: SchedulePlan }
  | { readonly type: 'ready' | 'stopping'; readonly schedules: number };

export type OnScheduleEvent = (event: ScheduleEvent) => void;
