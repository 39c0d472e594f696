import type { Clock } from '../../base/clock.js';
import { failure } from '../../base/errors/index.js';

/** The one request that may change an upload. */
export interface Hold {
  /** Says that its client is alive. */
  readonly touch: () => void;
  readonly release: () => void;
}

interface Held {
  readonly end?: () => void;
  readonly released: Promise<void>;
  touched: number;
}

export interface Holding {
  /** Ends the work of the holder soon; one without it cannot be taken over from. */
  readonly end?: () => void;
  /** Takes over at once, however alive the holder is. */
  readonly isForced?: boolean;
}

export interface Holds {
  /**
   * Takes an upload. A holder whose client has sent nothing for a while is ended first: its connection may hang for
   * hours, and must not keep the client from going on over another one.
   *
   * @throws MR8106 where another one has it
   */
  readonly take: (id: string, holding?: Holding) => Promise<Hold>;
  readonly has: (id: string) => boolean;
  readonly count: () => number;
  /** Gives out no more, ends all holders that can be ended, and waits until none is left. */
  readonly close: () => Promise<void>;
}

const conflict = (id: string) => failure('MR8106', `upload ${id} is being written by another request`);

export const createHolds = (clock: Clock, stale: number): Holds => {
  const holds = new Map<string, Held>();
  const now = (): number => clock.now().getTime();

  let isClosed = false;

  const taken = (id: string, end?: () => void): Hold => {
    const { promise, resolve } = withResolver();
    const held: Held = { released: promise, touched: now(), ...(end && { end }) };
    holds.set(id, held);
    return {
      touch: () => {
        held.touched = now();
      },
      release: () => {
        if (holds.get(id) === held) holds.delete(id);
        resolve();
      },
    };
  };
  return {
    take: async (id, { end, isForced = false } = {}) => {
      for (let held = holds.get(id); held !== undefined; held = holds.get(id)) {
        if (held.end === undefined || (!isForced && now() - held.touched < stale)) throw conflict(id);
        held.end();
        await held.released;
      }
      if (isClosed) throw failure('MR8101', 'the gateway is closed');
      // Nothing is waited for between the look and this, or two would find it free.
      return taken(id, end);
    },
    has: (id) => holds.has(id),
    count: () => holds.size,
    close: async () => {
      isClosed = true;
      const all = [...holds.values()];
      for (const { end } of all) end?.();
      await Promise.all(all.map(({ released }) => released));
    },
  };
};

const withResolver = (): { readonly promise: Promise<void>; readonly resolve: () => void } => {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
};
