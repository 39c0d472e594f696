import type { AuditReceipt } from '../kit/audit.js';
import type { Waiting } from './folder/writer.js';

/** So many records are written at once: none waits long for the others of its group. */
const MOST = 2000;

interface Pending extends Waiting {
  readonly resolve: (receipt: AuditReceipt) => void;
  readonly reject: (reason: unknown) => void;
}

/** Entries that come while others are being written go together in the next write. */
export interface GroupQueue {
  readonly add: (waiting: Waiting) => Promise<AuditReceipt>;
  /** Resolves once nothing waits. */
  readonly idle: () => Promise<void>;
}

/**
 * @param write after it has failed once it is not called again: all that waits and all that comes is refused with the same reason
 * @param onWritten called after each group
 */
export const groupQueue = (
  write: (group: readonly Waiting[]) => Promise<readonly AuditReceipt[]>,
  onWritten: () => void,
): GroupQueue => {
  let waiting: Pending[] = [];
  let working: Promise<void> | undefined;
  let refused: { readonly reason: unknown } | undefined;
  const takeGroup = async (group: readonly Pending[]): Promise<void> => {
    try {
      if (refused) throw refused.reason;
      const receipts = await write(group);
      receipts.forEach((receipt, index) => void group[index]?.resolve(receipt));
      onWritten();
    } catch (thrown) {
      refused ??= { reason: thrown };
      for (const { reject } of group) reject(thrown);
    }
  };
  const work = async (): Promise<void> => {
    // All that is asked for in one go is one group.
    await Promise.resolve();
    while (waiting.length > 0) {
      const group = waiting.slice(0, MOST);
      waiting = waiting.slice(MOST);
      await takeGroup(group);
    }
    working = undefined;
  };
  return {
    add: (entry) =>
      new Promise((resolve, reject) => {
        waiting.push({ ...entry, resolve, reject });
        working ??= work();
      }),
    idle: async () => working,
  };
};
