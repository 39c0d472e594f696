import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { isThorough } from '../support/thorough.js';

/** Programs as they were bundled before the tests began. */
const programs = join(import.meta.dirname, '../../node_modules/.cache/millrace-tests');
const script = join(programs, 'run-and-die.mjs');

export interface Death {
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
}

const inProcess = (words: readonly string[]): Promise<Death> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [...words], { stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.on('close', (_code, signal) => resolve({ signal, out }));
  });

/** Runs `pipeline.yaml` of a folder and keeps results, or resumes; it kills itself at a step, 0 for none. */
export const resumeAndDie = (folder: string, step = 0, resume = ''): Promise<Death> =>
  inProcess([join(programs, 'run-and-resume.mjs'), folder, String(step), resume]);

/**
 * Runs `pipeline.yaml` of a folder, or replays the rows of a run, in a process of its own, which kills itself at a
 * failpoint; 0 for none.
 */
export const runAndDie = (folder: string, failpoint = 0, replayed = ''): Promise<Death> =>
  inProcess([script, folder, String(failpoint), replayed]);

/** Every failpoint where tests are thorough; else every third one and the last. */
const isChosen = (number: number, failpoints: number): boolean =>
  isThorough || number % 3 === 1 || number === failpoints;

/** Calls `at` with the numbers of failpoints, three at a time. */
export const atEachFailpoint = async (
  failpoints: number,
  at: (failpoint: number) => Promise<void>,
): Promise<void> => {
  const all = Array.from({ length: failpoints }, (_, index) => index + 1);
  const numbers = all.filter((number) => isChosen(number, failpoints));
  const worker = async (): Promise<void> => {
    for (let next = numbers.shift(); next !== undefined; next = numbers.shift()) await at(next);
  };
  await Promise.all([worker(), worker(), worker()]);
};
