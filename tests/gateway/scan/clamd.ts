import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { debianTools } from '../../support/debian.js';
import { temporaryFolder } from '../../support/project.js';

/** Put together here, so that no scanner takes this file for the test string. */
export const EICAR = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-', 'TEST-FILE!$H+H*'].join(''),
);

/** clamd as Debian has it; downloaded where it is not installed. */
export const clamdTools = await debianTools('clamav-daemon', ['usr/sbin/clamd']);

const answers = (socket: string): Promise<boolean> =>
  new Promise((resolve) => {
    const connection = createConnection(socket)
      .on('connect', () => connection.write('zPING\0'))
      .on('data', () => resolve(true))
      .on('error', () => resolve(false))
      .on('close', () => resolve(false));
  });

/** A clamd that runs, and how it is ended. */
export interface RunningClamd {
  readonly socket: string;
  readonly stop: () => Promise<void>;
}

/** Runs a real clamd in a folder; it knows one signature, of the test string. `settings` are lines of clamd.conf. */
export const runClamd = async (
  folder: string,
  settings: readonly string[] = ['AlertExceedsMax yes'],
): Promise<RunningClamd> => {
  if (clamdTools.why !== undefined) throw new Error(clamdTools.why);
  const [socket, database, config] = ['clamd.sock', 'db', 'clamd.conf'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await mkdir(database);
  await writeFile(join(database, 'eicar.ndb'), `Eicar-Test-Signature:0:*:${EICAR.toString('hex')}\n`);
  const lines = ['Foreground yes', `LocalSocket ${socket}`, `DatabaseDirectory ${database}`, ...settings];
  await writeFile(config, `${lines.join('\n')}\n`);
  const child = spawn(clamdTools.programs[0] ?? '', ['-c', config], {
    stdio: 'ignore',
    env: { ...process.env, ...clamdTools.environment },
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await gone;
  };
  while (!(await answers(socket))) {
    if (child.exitCode !== null) throw new Error(`clamd ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { socket, stop };
};

/** A real clamd for one test; gives its socket. */
export const startClamd = async (settings?: readonly string[]): Promise<string> => {
  const { socket, stop } = await runClamd(await temporaryFolder(), settings);
  onTestFinished(stop);
  return socket;
};
