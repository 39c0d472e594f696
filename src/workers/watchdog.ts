import { Worker } from 'node:worker_threads';

/** Runs beside a program that may never come back to its events: plain JavaScript, since it is read as text. */
const WATCH = `
const { workerData } = require('node:worker_threads');
setInterval(() => {
  if (process.ppid !== workerData.parent) process.kill(process.pid, 'SIGKILL');
}, 500);
`;

/** Ends this process once its parent is gone, whatever it is doing: a parent that was killed can end nobody. */
export const endWithParent = (): void => {
  new Worker(WATCH, { eval: true, workerData: { parent: process.ppid } }).unref();
};
