import { spawnSync } from 'node:child_process';

/** The middle of the values; of an even number of them the upper one. */
export const median = (values) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Runs Node with arguments and gives its wall time in milliseconds and what it printed. Throws where it fails. */
export const timeProcess = (words, cwd) => {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}: ${stderr}`);
  return { ms: performance.now() - started, out: stdout };
};
