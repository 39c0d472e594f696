import type { Actor, Shown } from './access.js';
import type { Json } from './state-store.js';

/** Something that was done or refused, for the trail. Values that are shown never stand in it; what somebody wrote to ask for them does. */
export interface AuditEntry {
  readonly actor: Pick<Actor, 'id' | 'name' | 'roles' | 'authentication' | 'onBehalfOf' | 'from'>;
  /** An action of the access rules, or one of the service's own such as `session.begin`. */
  readonly action: string;
  /** `orders/out`, `run 2026…`; with the version that was read, where it has one. */
  readonly resource: { readonly type: string; readonly id: string; readonly version?: string };
  readonly columns?: {
    readonly asked: readonly string[];
    /** Those that were shown as they are. */
    readonly granted: readonly string[];
    readonly masked: Readonly<Record<string, Exclude<Shown, 'clear'>>>;
  };
  /** As the policy has it. */
  readonly rowFilter?: string;
  readonly decision: 'allow' | 'deny';
  /** Ids of the policies that decided. */
  readonly policies: readonly string[];
  /** `begun` of a change that is about to be made: what came of it is another record. */
  readonly outcome: 'begun' | 'succeeded' | 'failed' | 'denied';
  /** Of the error, where it failed. */
  readonly code?: string;
  readonly rows?: number;
  /** The trace of the request or run (W3C trace id), or the request's own id. */
  readonly trace?: string;
  /** What else belongs to it: checksums of outputs, what was changed. */
  readonly details?: { readonly [key: string]: Json };
}

/** Where an entry stands in the trail. */
export interface AuditReceipt {
  /** From 0. */
  readonly number: number;
  /** Of the record, SHA-256 in hexadecimal. */
  readonly hash: string;
}

/** The trail, which takes entries and never changes one. */
export interface AuditLog {
  /** Resolves once the entry is on the disk. Throws MR8801 where it cannot be written: what it tells of must not be done then. */
  readonly append: (entry: AuditEntry) => Promise<AuditReceipt>;
  /** Writes a checkpoint of what was appended last, and ends. */
  readonly close: () => Promise<void>;
}
