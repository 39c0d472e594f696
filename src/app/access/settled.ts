/** When files were looked at, and when the last of them had been changed by then; milliseconds. */
export interface LookedAt {
  readonly loadedAt: number;
  readonly newest: number;
  readonly isBroken: boolean;
}

/** A file that was changed so shortly before it was looked at can change again and look the same. */
const SETTLES = 100;
/** What failed by itself, as for want of open files, is tried again. */
const RETRIES = 1_000;

/** Whether files that look the same are the same. */
export const isSettled = ({ loadedAt, newest, isBroken }: LookedAt, now: number): boolean =>
  loadedAt - newest > SETTLES && (!isBroken || now - loadedAt < RETRIES);
