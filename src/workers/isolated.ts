import { failure, MillraceError } from '../base/errors/index.js';
import { askProcess, type Ended } from './ask.js';
import { type ProcessLimits, startProcess } from './process.js';

const never = new AbortController().signal;

const pastLimits = new WeakSet<Error>();

/** Whether what {@link runIsolated} threw is that the child came to its limits, and not a fault of any other kind. */
export const isPastLimits = (thrown: unknown): thrown is MillraceError =>
  thrown instanceof MillraceError && pastLimits.has(thrown);

const endedBy = (what: string, { ended, isPastLimits: isPast }: Ended): MillraceError => {
  const error = failure('MR4033', `${what} ${ended}`);
  if (isPast) pastLimits.add(error);
  return error;
};

/**
 * Has a request answered by a child process, which ends with it. What is asked for may be hostile: the child sees no
 * environment, and is killed at its limits.
 *
 * @param entry the program of the child, which calls {@link serve}
 * @param what is asked for, in words: `"orders.xlsx"`
 * @throws MR4033 past the limits, or where the child ends by itself; what the child threw
 */
export const runIsolated = async (
  entry: URL,
  request: unknown,
  what: string,
  limits: ProcessLimits,
  signal: AbortSignal = never,
): Promise<unknown> => {
  const child = startProcess(entry, limits);
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', kill);
  try {
    const reply = await askProcess(child, request, limits, signal);
    if (!('ok' in reply)) throw endedBy(what, reply);
    if (!reply.ok) throw new MillraceError(reply.problems);
    return reply.value;
  } finally {
    process.off('exit', kill);
    kill();
  }
};
