import type { components } from '../api.js';

/** An upload as the service keeps it. */
export type UploadRecord = components['schemas']['Upload'];

/** What happens while a file is uploaded. */
export type UploadEvent =
  /** The file is read once before, for its digest. */
  | { readonly type: 'hashed'; readonly bytes: number; readonly of: number }
  /** From this byte on; 0 where it begins. */
  | { readonly type: 'began'; readonly id: string; readonly offset: number; readonly of: number }
  /** The service has so many bytes. */
  | { readonly type: 'sent'; readonly offset: number; readonly of: number }
  /** Something broke, and is tried again. */
  | { readonly type: 'waits'; readonly milliseconds: number; readonly why: string }
  /** What was begun before is of no use. */
  | { readonly type: 'anew'; readonly why: string }
  /** All bytes are there, and are examined. */
  | { readonly type: 'received'; readonly id: string };

export interface UploadOptions {
  readonly channel: string;
  /** Media type; by the extension of the name unless given. */
  readonly declaredType?: string;
  /** Folder that keeps what is needed to go on after this process was killed. Unless given, only within it. */
  readonly stateFolder?: string;
  /** Whether to wait until it is known if the file passes; true unless given. */
  readonly awaitsVerdict?: boolean;
  /** Milliseconds that are waited in all, without a byte going on, before it is given up; ten minutes unless given. */
  readonly patience?: number;
  readonly onEvent?: (event: UploadEvent) => void;
  readonly signal?: AbortSignal;
  /** Waits so many milliseconds, or until the signal is given. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}
