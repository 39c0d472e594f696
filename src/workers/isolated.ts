import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { failure, MillraceError, type Problem } from '../base/errors/index.js';

/** What a child process may use. */
export interface ProcessLimits {
  /** Bytes of memory: of the heap, and of the process as the operating system sees it. */
  readonly memory: number;
  readonly seconds: number;
}

/** What a child sends back: a value, or what went wrong. */
export type Reply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Memory is looked at so often, in milliseconds: the heap has a limit of its own, buffers have not. */
const WATCH = 100;
/** Beside its heap a process holds code and buffers. */
const BESIDE_HEAP = 1.5;

const megabytes = (bytes: number): number => Math.round(bytes / 1_000_000);

const tooMuch = (what: string, fault: string): MillraceError => failure('MR4033', `${what} ${fault}`);

const PAGE = 4096;

/** Resident bytes of a process, where the system tells. */
const residentBytes = async (pid: number): Promise<number> => {
  const text = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
  return Number(text.split(' ')[1] ?? 0) * PAGE;
};

/** From sources the child compiles TypeScript as it goes; its environment is empty either way. */
const start = (entry: URL, { memory }: ProcessLimits): ChildProcess => {
  const path = fileURLToPath(entry);
  const compiler = path.endsWith('.ts') ? ['--import', 'jiti/register'] : [];
  return fork(path, [], {
    execArgv: [`--max-old-space-size=${megabytes(memory)}`, ...compiler],
    cwd: dirname(path),
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
};

const OUT_OF_MEMORY = /heap out of memory|allocation failed/i;

/** What the end of a child without a reply means. */
const endOf = (what: string, limits: ProcessLimits, errors: string, signal: string | null): MillraceError => {
  if (OUT_OF_MEMORY.test(errors))
    return tooMuch(what, `took more than ${megabytes(limits.memory)} MB of memory`);
  const [last = 'it said nothing'] = errors.trim().split('\n').slice(-1);
  return tooMuch(what, `ended its process (${signal ?? 'by itself'}): ${last.slice(0, 200)}`);
};

/**
 * Has a request answered by a child process, which ends with it. What is asked for may be hostile: the child sees no
 * environment, and is killed at its limits.
 *
 * @param entry the program of the child, which calls {@link serve}
 * @param what is asked for, in words: `"orders.xlsx"`
 * @throws MR4033 past the limits, or where the child ends by itself; what the child threw
 */
export const runIsolated = (
  entry: URL,
  request: unknown,
  what: string,
  limits: ProcessLimits,
  signal?: AbortSignal,
): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const child = start(entry, limits);
    const tail = { text: '' };
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      clearInterval(watch);
      signal?.removeEventListener('abort', onAbort);
      process.off('exit', onExit);
      child.removeAllListeners();
      child.kill('SIGKILL');
      settle();
    };
    const fail = (error: unknown): void => finish(() => reject(error));
    const onAbort = (): void => fail(signal?.reason);
    const onExit = (): void => {
      child.kill('SIGKILL');
    };
    const timer = setTimeout(
      () => fail(tooMuch(what, `took more than ${limits.seconds} s`)),
      limits.seconds * 1000,
    );
    const watch = setInterval(async () => {
      if (child.pid === undefined || (await residentBytes(child.pid)) <= limits.memory * BESIDE_HEAP) return;
      fail(tooMuch(what, `took more than ${megabytes(limits.memory)} MB of memory`));
    }, WATCH);
    signal?.addEventListener('abort', onAbort);
    process.once('exit', onExit);
    child.stderr?.on('data', (text: Buffer) => {
      tail.text = (tail.text + text.toString()).slice(-4096);
    });
    child.once('message', (reply: Reply) => {
      if (reply.ok) finish(() => resolve(reply.value));
      else fail(new MillraceError(reply.problems));
    });
    child.once('error', (error) =>
      fail(failure('MR4033', `${what} could not be given to a process: ${error.message}`)),
    );
    child.once('exit', (_, killed) => setImmediate(() => fail(endOf(what, limits, tail.text, killed))));
    if (signal?.aborted) onAbort();
    else child.send(request as object);
  });
