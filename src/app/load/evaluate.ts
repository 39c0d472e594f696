import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { failure } from '../../base/errors/index.js';
import { moduleOfPackage } from './package-root.js';

const TIME_LIMIT = 30_000;

/** What the child sends back. */
export type Evaluation = { readonly value: unknown } | { readonly error: string; readonly stack?: string };

const require = createRequire(import.meta.url);

/** From source, the child needs the loader that document modules need. */
const child = (): { readonly script: string; readonly execArgv: readonly string[] } => {
  const script = moduleOfPackage('app/load/module-child');
  const loader = join(dirname(require.resolve('jiti/package.json')), 'lib/jiti-register.mjs');
  return { script, execArgv: script.endsWith('.ts') ? ['--import', loader] : [] };
};

const failed = (shown: string, message: string, notes: readonly string[] = []): Error =>
  failure('MR1050', `"${shown}" ${message}`, { notes });

const stackNotes = (stack: string | undefined): readonly string[] =>
  (stack ?? '')
    .split('\n')
    .slice(1, 4)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/**
 * The default export of a document module, evaluated in a process of its own: it is the author's code.
 * The process sees no environment, and is killed after 30 seconds.
 */
export const evaluateModule = (path: string, shown: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const { script, execArgv } = child();
    const worker = fork(script, [path], {
      env: {},
      execArgv: [...execArgv],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const timer = setTimeout(() => {
      worker.kill('SIGKILL');
      reject(failed(shown, `did not finish within ${TIME_LIMIT / 1000} seconds`));
    }, TIME_LIMIT);
    worker.once('message', (message: Evaluation) => {
      clearTimeout(timer);
      worker.kill('SIGKILL');
      if ('value' in message) resolve(message.value);
      else reject(failed(shown, `failed: ${message.error}`, stackNotes(message.stack)));
    });
    worker.once('exit', (code) => {
      clearTimeout(timer);
      reject(failed(shown, `ended (exit code ${code}) before it gave a pipeline`));
    });
  });
