import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.js';

/**
 * A run's id: UTC time to the millisecond, then 32 random bits, so that ids sort by time.
 *
 * Shape: `20260131t093000123z-9f8e7d6c`; safe as a file name on every platform.
 */
export const runId = (clock: Clock): string =>
  `${clock.now().toISOString().replaceAll(/[-:.]/g, '').toLowerCase()}-${randomBytes(4).toString('hex')}`;
