import { Worker } from 'node:worker_threads';
import { LAST_WORDS } from './last-words.js';

/** Milliseconds of a clock that nobody sets, and that all threads share; taken before a program can put another in its place. */
const now = (
  (bigint) => () =>
    Number(bigint() / 1_000_000n)
)(process.hrtime.bigint);

/** Runs beside a program that may never come back to its events: plain JavaScript, since it is read as text. */
const WATCH = `
const { workerData } = require('node:worker_threads');
const { writeSync } = require('node:fs');
const { parent, times } = workerData;
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
  const until = times ? Number(Atomics.load(times, 0)) : 0;
  if (until === 0 || Number(process.hrtime.bigint() / 1000000n) <= until) return;
  writeSync(2, '\\n${LAST_WORDS}took more than ' + Number(Atomics.load(times, 1)) + ' s');
  process.kill(process.pid, 'SIGKILL');
}, 500);
`;

/** Ends this process once its parent is gone, whatever it is doing: a parent that was killed can end nobody. */
export const endWithParent = (): void => {
  new Worker(WATCH, { eval: true, workerData: { parent: process.ppid } }).unref();
};

/** Marks of a process at work. */
export interface Beats {
  /** Work goes on, and must again within these seconds. */
  readonly beat: (seconds: number) => void;
  /** Work is done; nothing is waited for. */
  readonly rest: () => void;
}

/** Ends this process with its parent, and where a beat is not followed by another, or by rest, in time. */
export const watchBeats = (): Beats => {
  const times = new BigInt64Array(new SharedArrayBuffer(16));
  new Worker(WATCH, { eval: true, workerData: { parent: process.ppid, times } }).unref();
  const set = (until: number, seconds: number): void => {
    Atomics.store(times, 1, BigInt(seconds));
    Atomics.store(times, 0, BigInt(until));
  };
  return {
    beat: (seconds) => set(now() + seconds * 1000, seconds),
    rest: () => set(0, 0),
  };
};
