import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const program = join(import.meta.dirname, '../../../dist/bin/millrace.js');

/** A process of the built program that serves a folder. */
export interface BuiltService {
  readonly address: string;
  /** Only of the first in a folder. */
  readonly token?: string;
  /** kill -9, and no more than that. */
  readonly kill: () => Promise<void>;
}

const said = (child: ChildProcess, pattern: RegExp): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    child.stderr?.on('data', (bytes: Buffer) => {
      text += bytes.toString();
      if (pattern.test(text)) resolve(text);
    });
    child.once('exit', (code) => reject(new Error(`millrace serve ended with ${code}: ${text}`)));
  });

/** Starts `millrace serve` in a folder, and waits until it listens. */
export const startBuilt = async (folder: string): Promise<BuiltService> => {
  const child = spawn(process.execPath, [program, 'serve', '--port', '0'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const text = await said(child, /serves .* at \S+\n/);
  const token = /mr_[\w-]{43}/.exec(text)?.[0];
  return {
    address: / at (http\S+)\n/.exec(text)?.[1] ?? '',
    ...(token === undefined ? {} : { token }),
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
};
