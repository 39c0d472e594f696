import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import type { Seen } from './cli.js';
import type { Project } from './project.js';

/** The compiled command line; `npm test` builds it before the tests run. */
export const program = join(import.meta.dirname, '../..', manifest.bin.millrace);

/** How a process ended; `signal` where it was killed. */
export interface Ended extends Seen {
  readonly signal: NodeJS.Signals | undefined;
}

export interface ProcessOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly uid?: number;
}

/** A process under way. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

const PLAIN_ENVIRONMENT = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(NO_COLOR|FORCE_COLOR|CI|NODE_OPTIONS|VITEST.*)$/.test(name),
  ),
);

const collected = (child: ChildProcess): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const printed = { out: '', err: '' };
    child.stdout?.on('data', (chunk: Buffer) => {
      printed.out += chunk;
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      printed.err += chunk;
    });
    child.once('error', reject);
    child.once('close', (code, signal) =>
      resolve({ code: code ?? -1, signal: signal ?? undefined, ...printed }),
    );
  });

/** Starts any program in the folder of a project; it does not outlive the test. */
export const start = (
  { folder }: Pick<Project, 'folder'>,
  command: string,
  words: readonly string[],
  { environment = {}, uid }: ProcessOptions = {},
): Started => {
  const child = spawn(command, words, {
    cwd: folder,
    env: { ...PLAIN_ENVIRONMENT, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid }),
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, ended: collected(child) };
};

/** Starts `millrace` as a process of its own. */
export const startMillrace = (
  at: Pick<Project, 'folder'>,
  words: readonly string[],
  options: ProcessOptions = {},
): Started => start(at, process.execPath, [program, ...words], options);

/** Runs `millrace` as a process of its own, to its end. */
export const millraceProcess = (
  at: Pick<Project, 'folder'>,
  words: readonly string[],
  options: ProcessOptions = {},
): Promise<Ended> => startMillrace(at, words, options).ended;
