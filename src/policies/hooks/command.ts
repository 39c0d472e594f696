import { type ChildProcess, spawn } from 'node:child_process';
import { basename } from 'node:path';
import type { Hook } from '../../spec/index.js';

type Command = Extract<Hook, { command: string[] }>;

/** The program of a command, without its arguments, which may hold what is not to be shown. */
export const programOf = ({ command: [program = ''] }: Command): string => basename(program);

/** Ends a process and all that it started. */
const killGroup = ({ pid }: ChildProcess): void => {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing of it is left.
  }
};

const named = (
  { environment = [] }: Command,
  from: Readonly<Record<string, string | undefined>>,
): NodeJS.ProcessEnv =>
  Object.fromEntries(
    environment.filter((name) => Object.hasOwn(from, name)).map((name) => [name, from[name]]),
  );

const endText = (code: number | null, signal: string | null): string | undefined => {
  if (code === 0) return undefined;
  return signal === null ? `it ended with exit code ${code}` : `it was ended by ${signal}`;
};

/**
 * Runs a command with a body on its standard input, in a process group of its own, without a shell; of the environment it
 * sees what it names. What it prints is not kept. Gives why it failed, never throws.
 */
export const callCommand = (
  hook: Command,
  body: string,
  timeout: number,
  {
    environment,
    cwd,
  }: { readonly environment: Readonly<Record<string, string | undefined>>; readonly cwd: string },
): Promise<string | undefined> =>
  new Promise((resolve) => {
    const [program = '', ...words] = hook.command;
    const child = spawn(program, words, {
      cwd,
      env: named(hook, environment),
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const late = setTimeout(() => {
      killGroup(child);
      resolve(`it took longer than ${timeout / 1000} s`);
    }, timeout);
    const end = (why: string | undefined): void => {
      clearTimeout(late);
      // What it left in the background ends with it.
      killGroup(child);
      resolve(why);
    };
    child.on('error', (thrown: NodeJS.ErrnoException) => end(thrown.code ?? 'it could not be started'));
    child.on('exit', (code, signal) => end(endText(code, signal)));
    // A program that reads nothing closes its input.
    child.stdin.on('error', () => undefined);
    child.stdin.end(body);
  });
