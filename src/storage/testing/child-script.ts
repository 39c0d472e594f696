import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { unless } from '../disk-errors.js';

/** How a child process ended. */
export interface ChildEnd {
  readonly signal: NodeJS.Signals | undefined;
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Bundles a script of this folder into one file, so that dozens of processes start quickly; gives its path. */
export const bundled = async (name: string, folder: string): Promise<string> => {
  const root = join(import.meta.dirname, '..', '..', '..');
  await unless(['EEXIST'], symlink(join(root, 'node_modules'), join(folder, 'node_modules')));
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: join(import.meta.dirname, name),
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      minify: true,
    },
  });
  return join(folder, name.replace(/\.ts$/, '.js'));
};

/** Runs a bundled script in a process of its own. */
export const runChild = (
  script: string,
  order: unknown,
  options: { readonly uid?: number } = {},
): Promise<ChildEnd> =>
  new Promise((resolve) => {
    execFile(process.execPath, [script, JSON.stringify(order)], options, (error, output, errors) => {
      const code = typeof error?.code === 'number' ? error.code : 0;
      resolve({ signal: error?.signal ?? undefined, code, output: String(output), errors: String(errors) });
    });
  });

/** A child process that lives until its input is closed, and the first line that it prints. */
export const startChild = (script: string, order: unknown) => {
  const child: ChildProcess = spawn(process.execPath, [script, JSON.stringify(order)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const firstLine = new Promise<string>((resolve) => {
    child.stdout?.once('data', (chunk: Buffer) => resolve(String(chunk).trim()));
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return { child, firstLine, ended };
};
