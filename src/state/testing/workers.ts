import type { ChildProcess } from 'node:child_process';
import { onTestFinished } from 'vitest';
import type { StatePlace } from '../../kit/state-store.js';
import { ended, startScript } from './scripts.js';

/** A process that works on a state store, and what it has said so far. */
export interface Worker {
  readonly process: ChildProcess;
  /** The whole lines that it has said. */
  readonly lines: () => readonly string[];
  /** Waits until it has said so many lines. */
  readonly said: (count: number) => Promise<void>;
  /** Waits until it has ended; throws where it did not end well. */
  readonly done: () => Promise<readonly string[]>;
}

export const startWorker = (place: StatePlace, task: string, name: string, count: number): Worker => {
  const child = startScript('state-worker', [JSON.stringify(place), task, name, String(count)]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  const closed = new Promise<void>((resolve) => void child.once('close', () => resolve()));
  const lines = (): readonly string[] => text.split('\n').slice(0, -1);
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return {
    process: child,
    lines,
    said: async (wanted) => {
      while (lines().length < wanted) {
        if (child.exitCode !== null) throw new Error(`${name} ended after ${lines().length} lines`);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    },
    done: async () => {
      const code = await ended(child);
      await closed;
      if (code !== 0) throw new Error(`${name} ended with ${code}`);
      return lines();
    },
  };
};

/** The numbers after a word, of the lines that begin with it. */
export const numbersAfter = (word: string, lines: readonly string[]): readonly (readonly number[])[] =>
  lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.split(' ').slice(1).map(Number));
