import { utimes } from 'node:fs/promises';

const EVERY = 20_000;

/** Milliseconds without a sign after which a run on another host counts as gone. */
export const HEARTBEAT_GRACE = 180_000;

/**
 * Touches a file now and then, so that other hosts, which cannot ask for the process, see that it is at work.
 *
 * @returns ends it.
 */
export const beat = (file: string): (() => void) => {
  const timer = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, EVERY);
  timer.unref();
  return () => clearInterval(timer);
};
