import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { failure, MillraceError } from '../base/errors/index.js';
import { askProcess, type Ended } from './ask.js';
import { type ProcessLimits, type ProcessOptions, type Reply, startProcess } from './process.js';

export interface PoolOptions extends ProcessOptions {
  /** The program of the children, which calls `serveAll`. */
  readonly entry: URL;
  readonly size: number;
  /** Of memory; a child that is at work ends itself where that takes too long. */
  readonly limits: Pick<ProcessLimits, 'memory'>;
}

/** Child processes that answer requests, each one at a time. */
export interface Pool {
  /**
   * Has a request answered by the next child that is free. Where a child ends before it has, another takes its place and the request.
   *
   * @param what is asked for, in words
   * @throws MR5006 where that happens again; what the child threw
   */
  readonly run: (request: unknown, what: string, signal: AbortSignal) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** Attempts at a request whose child ended by what it did, and at one whose child others ended. */
const ATTEMPTS = { own: 2, foreign: 8 };

/** One child, started when it is first needed and again once it has ended. */
interface Seat {
  readonly ask: (request: unknown, signal: AbortSignal) => Promise<Reply | Ended>;
  readonly leave: () => Promise<void>;
}

const createSeat = ({ entry, limits, ...options }: PoolOptions): Seat => {
  let child: ChildProcess | undefined;
  const running = (): ChildProcess => {
    if (child?.connected !== true || child.exitCode !== null || child.signalCode !== null)
      child = startProcess(entry, limits, options);
    return child;
  };
  return {
    ask: (request, signal) => askProcess(running(), request, limits, signal),
    leave: async () => {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
};

/** Makes a pool; its children start when they are first needed, and end with it. */
export const createPool = (options: PoolOptions): Pool => {
  const seats = Array.from({ length: options.size }, () => createSeat(options));
  const free = [...seats];
  const waiting: ((seat: Seat) => void)[] = [];
  let isClosed = false;
  const take = async (): Promise<Seat> => free.pop() ?? new Promise<Seat>((resolve) => waiting.push(resolve));
  const giveBack = (seat: Seat): void => {
    const next = waiting.shift();
    if (next) next(seat);
    else free.push(seat);
  };
  const answered = async (request: unknown, what: string, signal: AbortSignal): Promise<unknown> => {
    for (let attempt = 1; ; attempt += 1) {
      const seat = await take();
      if (isClosed) {
        giveBack(seat);
        throw failure('MR5006', `${what} was not begun`);
      }
      const reply = await seat.ask(request, signal).finally(() => giveBack(seat));
      if ('ok' in reply) {
        if (reply.ok) return reply.value;
        throw new MillraceError(reply.problems);
      }
      if (isClosed || attempt >= (reply.isForeign ? ATTEMPTS.foreign : ATTEMPTS.own))
        throw failure('MR5006', `${what} ${reply.ended}`, reply.mend ? { mend: reply.mend } : {});
    }
  };
  const onExit = (): void => {
    for (const seat of seats) void seat.leave();
  };
  process.once('exit', onExit);
  return {
    run: answered,
    close: async () => {
      isClosed = true;
      process.off('exit', onExit);
      await Promise.all(seats.map(({ leave }) => leave()));
    },
  };
};
