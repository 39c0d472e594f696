import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Starts a script of this folder in a process of its own. */
export const startScript = (name: string, parameters: readonly string[]): ChildProcess => {
  const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  return spawn(process.execPath, ['--import', 'jiti/register', file, ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
};

/** What the script says first. */
export const firstWord = async (script: ChildProcess): Promise<string> => {
  if (script.stdout === null) throw new Error('the script has no output');
  const [chunk] = await once(script.stdout, 'data');
  return String(chunk).trim();
};

/** Its exit code. */
export const ended = async (script: ChildProcess): Promise<number | null> => {
  if (script.exitCode !== null) return script.exitCode;
  const [code] = await once(script, 'exit');
  return typeof code === 'number' ? code : null;
};

/** Ends it the hard way, and waits until it is gone. */
export const killed = async (script: ChildProcess): Promise<void> => {
  script.kill('SIGKILL');
  await ended(script);
};
