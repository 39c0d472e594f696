import type { AuditEntry, RunTrigger } from '../../../kit/index.js';

/** Who or what asked for a run. */
export type RunCause =
  | {
      readonly kind: 'request';
      readonly principal: string;
      /** As the trail has them; absent in orders of earlier versions. */
      readonly actor?: AuditEntry['actor'];
    }
  /** Files came in. */
  | { readonly kind: 'uploads' }
  /** The service took up what it was doing when it ended. */
  | { readonly kind: 'restart'; readonly runId: string };

/** Rows in quarantine that are put through the document as it is now. */
export interface ReplayOrder {
  readonly runId: string;
  readonly node?: string;
  readonly where?: string;
  readonly set: Readonly<Record<string, string>>;
}

/** A run that was asked for; kept until it has ended, so that no restart forgets it. */
export interface RunOrder {
  readonly runId: string;
  readonly pipeline: string;
  readonly params: Readonly<Record<string, string>>;
  readonly asOf?: string;
  readonly cause: RunCause;
  /** ISO 8601 UTC. */
  readonly askedAt: string;
  /** The run that it goes on from. */
  readonly resume?: string;
  /** The rows of another run that it replays. */
  readonly replay?: ReplayOrder;
  /** The uploads that started it. */
  readonly trigger?: RunTrigger;
}

/** What is asked for; the desk gives it an id. */
export type Order = Omit<RunOrder, 'runId' | 'askedAt'>;

/** Several services may share a database: each takes up its own orders. */
export const orderKey = (service: string, runId: string): string => `orders/${service}/${runId}`;
