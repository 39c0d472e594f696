import type { RunEvent } from '../kit/index.js';

/** One way in which the events of runs leave the process. */
export interface Consumer {
  /** Returns at once; may throw, which ends nothing but this consumer. */
  readonly onEvent: (event: RunEvent) => void;
  /** Sends what is left. It may take as long as it likes: nobody waits beyond a bound. */
  readonly flush: () => Promise<void>;
  /** Gives up at once what is still on its way, so that the process can end. */
  readonly drop: () => void;
  /** What could not be delivered, in words, each once. */
  readonly failures: () => readonly string[];
}

/** Where a span of an event stands, for those that write its ids into logs. */
export interface SpanIds {
  readonly traceId: string;
  readonly spanId: string;
}

/** The span that an event belongs to, as W3C Trace Context has ids. */
export type IdsOf = (event: RunEvent) => SpanIds | undefined;

/** Events that begin a span; all others stand in one that goes on, also the last, which ends it. */
export const begins = ({ type }: RunEvent): boolean => type === 'run_started' || type === 'stage_started';
