import { passingEvents, type RunEvent } from '../../../kit/index.js';

/** An event with its number among those that are kept; events of a moment have none. */
export interface FedEvent {
  /** From 1. */
  readonly number?: number;
  readonly event: RunEvent;
}

type Listener = (fed: FedEvent | 'end') => void;

/** The events of a run that is going on, for any number of listeners, each from where it likes. */
export interface Feed {
  readonly push: (event: RunEvent) => void;
  readonly end: () => void;
  /** Calls back for each kept event after a number, and then for each new one; gives a function that ends it. */
  readonly listen: (after: number, listener: Listener) => () => void;
}

export const createFeed = (): Feed => {
  const kept: FedEvent[] = [];
  const listeners = new Set<Listener>();
  let isOver = false;
  return {
    push: (event) => {
      const fed = passingEvents.has(event.type) ? { event } : { number: kept.length + 1, event };
      if (fed.number !== undefined) kept.push(fed);
      for (const listener of listeners) listener(fed);
    },
    end: () => {
      isOver = true;
      for (const listener of [...listeners]) listener('end');
      listeners.clear();
    },
    listen: (after, listener) => {
      for (const fed of kept.slice(after)) listener(fed);
      if (isOver) listener('end');
      else listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
