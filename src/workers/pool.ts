import { failure, MillraceError } from '../base/errors/index.js';
import type { Ended } from './ask.js';
import { createSeat, type Seat, type SeatOptions } from './seat.js';

/** For whom processes work. */
export interface LeaseOptions {
  /** So many of them at least. */
  readonly size: number;
  /** An open file that takes what they print; without one that waits for who has one. */
  readonly prints?: number;
}

export interface PoolOptions extends SeatOptions, LeaseOptions {}

/** Child processes that answer requests, each one at a time. */
export interface Pool {
  /**
   * Has a request answered by the next child that is free. Where a child ends before it has, another takes its place and the request.
   *
   * @param what is asked for, in words
   * @throws MR5006 where that happens again, MR5007 where others end each; what the child threw
   */
  readonly run: (request: unknown, what: string, signal: AbortSignal) => Promise<unknown>;
  /** Ends what is still being answered, with the child that is at it. */
  readonly close: () => Promise<void>;
}

/** Child processes that work for one after the other. */
export interface Processes {
  /** They work for somebody until this is closed; those that are free then stay. */
  readonly lease: (options: LeaseOptions) => Pool;
  readonly running: () => number;
  /** Ends them all. */
  readonly close: () => Promise<void>;
}

/** Attempts at a request whose child ended by what it did, and at one whose child others ended. */
const ATTEMPTS = { own: 2, foreign: 8 };

/** What others do to a process is no fault of its author: a policy may ask again. */
const endedFailure = (what: string, { ended, isForeign, mend }: Ended): MillraceError =>
  failure(isForeign ? 'MR5007' : 'MR5006', `${what} ${ended}`, mend ? { mend } : {});

/** Places that are taken in turn. */
const createSeats = (options: SeatOptions) => {
  const seats: Seat[] = [];
  const free: Seat[] = [];
  const waiting: ((seat: Seat) => void)[] = [];
  const giveBack = (seat: Seat): void => {
    const next = waiting.shift();
    if (next) next(seat);
    else free.push(seat);
  };
  return {
    seats,
    giveBack,
    take: async (): Promise<Seat> => free.pop() ?? new Promise<Seat>((resolve) => waiting.push(resolve)),
    grow: (size: number): void => {
      while (seats.length < size) {
        const seat = createSeat(options);
        seats.push(seat);
        giveBack(seat);
      }
    },
  };
};

/** Makes processes, which start when they are first needed. */
export const createProcesses = (options: SeatOptions): Processes => {
  const { seats, take, giveBack, grow } = createSeats(options);
  const over = new AbortController();
  const asked = new Set<Promise<unknown>>();
  const answered = async (
    request: unknown,
    what: string,
    signal: AbortSignal,
    prints: number | undefined,
  ): Promise<unknown> => {
    for (let attempt = 1; ; attempt += 1) {
      const seat = await take();
      try {
        signal.throwIfAborted();
        const reply = await seat.ask(request, signal, prints);
        if (!('ok' in reply)) {
          if (attempt >= (reply.isForeign ? ATTEMPTS.foreign : ATTEMPTS.own)) throw endedFailure(what, reply);
        } else if (reply.ok) return reply.value;
        else throw new MillraceError(reply.problems);
      } finally {
        giveBack(seat);
      }
    }
  };
  const leave = async (): Promise<void> => {
    await Promise.all(seats.map((seat) => seat.leave()));
  };
  const onExit = (): void => void leave();
  process.once('exit', onExit);
  return {
    lease: ({ size, prints }) => {
      grow(size);
      const end = new AbortController();
      const mine = new Set<Promise<unknown>>();
      return {
        run: (request, what, signal) => {
          const any = AbortSignal.any([signal, end.signal, over.signal]);
          const answer = answered(request, what, any, prints).finally(() => {
            for (const open of [mine, asked]) open.delete(answer);
          });
          for (const open of [mine, asked]) open.add(answer);
          return answer;
        },
        close: async () => {
          end.abort();
          await Promise.allSettled(mine);
        },
      };
    },
    running: () => seats.filter((seat) => seat.isRunning()).length,
    close: async () => {
      over.abort();
      await Promise.allSettled(asked);
      await leave();
      process.off('exit', onExit);
    },
  };
};

/** Makes a pool, whose processes end with it. */
export const createPool = ({ size, prints, ...options }: PoolOptions): Pool => {
  const processes = createProcesses(options);
  const { run, close } = processes.lease({ size, ...(prints === undefined ? {} : { prints }) });
  return {
    run,
    close: async () => {
      await close();
      await processes.close();
    },
  };
};
