import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cp, mkdir, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../support/project.js';
import { matcherOf, missingLines, type Step, walkOf } from './walk.js';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** The repository as far as the walk sees it: what was built, and the example. */
const clone = async (): Promise<string> => {
  const folder = await temporaryFolder();
  await symlink(join(root, 'dist'), join(folder, 'dist'));
  await mkdir(join(folder, 'examples'));
  await cp(join(root, 'examples/serve'), join(folder, 'examples/serve'), {
    recursive: true,
    filter: (source) => !/\/(\.millrace|inbox|out)$/.test(source),
  });
  return folder;
};

const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, 'SIGTERM');
  await ended;
};

/** Begins commands that go on until the test has ended, in a process group of their own; gives what they have printed. */
const begin = (commands: string, cwd: string, port: number): (() => string) => {
  let printed = '';
  const env = { ...process.env, MILLRACE_PORT: String(port) };
  const child = spawn('bash', ['-e', '-c', commands], { cwd, env, detached: true });
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  onTestFinished(() => stop(child));
  return () => printed;
};

const expectShown = ({ shown }: Step, printed: string): void => {
  if (shown?.kind === 'text') expect(missingLines(shown.text, printed), printed).toEqual([]);
  if (shown?.kind === 'json')
    expect(JSON.parse(printed)).toMatchObject(
      matcherOf(JSON.parse(shown.text), (pattern) => expect.stringMatching(pattern)) as object,
    );
};

const [start, send, ...look] = walkOf('A walk');

it('the walk of the README does what it says', async () => {
  if (!start?.shown || !send?.shown) throw new Error('the walk begins with starting and sending');
  const folder = await clone();
  const port = await freePort();
  const asWalked = (text: string): string => text.replaceAll('7460', String(port));
  const printed = begin(start.commands, folder, port);
  await expect
    .poll(() => missingLines(asWalked(start.shown?.text ?? ''), printed()), { timeout: 60_000 })
    .toEqual([]);
  const token = /mr_[\w-]{20,}/.exec(printed())?.[0] ?? '';
  const shell = async (commands: string): Promise<string> =>
    (await run('bash', ['-e', '-c', asWalked(commands).replaceAll('mr_…', token)], { cwd: folder })).stdout;
  expectShown(send, await shell(send.commands));
  expect(look.length).toBeGreaterThan(0);
  // Each goes on in the terminal of the one before, and the run that it looks at takes a moment.
  const before = send.commands
    .split('\n')
    .filter((line) => /^(cd|export) /.test(line))
    .join('\n');
  for (const step of look)
    await expect
      .poll(async () => expectShown(step, await shell(`${before}\n${step.commands}`).catch(String)), {
        timeout: 60_000,
      })
      .toBeUndefined();
});

it('a walk that shows what is not printed would be found out', () => {
  const printed = 'run   pipeline\nr1-2   orders  3 rows\n';
  expect(missingLines('run  pipeline\n…  orders  3 rows\n', printed)).toEqual([]);
  expect(missingLines('…  orders  4 rows\n', printed)).toEqual(['…  orders  4 rows']);
  expect(missingLines('…  orders  3 rows\nrun  pipeline\n', printed)).toEqual(['run  pipeline']);
});
