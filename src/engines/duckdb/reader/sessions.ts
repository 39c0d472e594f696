import { watched } from '../execute.js';
import type { Session } from '../session.js';
import { questionFault } from './faults.js';

/** Sessions that are lent to one statement at a time; who comes when all are lent waits, in the order of asking. */
export interface Sessions {
  /** Runs a statement; one that is called off while it waits is not begun. */
  readonly use: <T>(signal: AbortSignal, work: (session: Session) => Promise<T>) => Promise<T>;
  readonly take: () => Promise<Session>;
  readonly give: (session: Session) => void;
}

export const createSessions = (all: readonly Session[]): Sessions => {
  const free = [...all];
  const waiting: ((session: Session) => void)[] = [];
  const take = (): Promise<Session> => {
    const session = free.pop();
    return session ? Promise.resolve(session) : new Promise((resolve) => waiting.push(resolve));
  };
  const give = (session: Session): void => {
    const next = waiting.shift();
    if (next) next(session);
    else free.push(session);
  };
  return {
    take,
    give,
    use: async (signal, work) => {
      const session = await take();
      try {
        return await watched(session, { signal, onProgress: () => undefined }, () => work(session));
      } catch (thrown) {
        throw questionFault(signal.aborted ? new Error('INTERRUPT Error') : thrown);
      } finally {
        give(session);
      }
    },
  };
};
